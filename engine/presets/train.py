"""Trains every preset with PyTorch and writes it beside this script: ``make presets``."""

import json
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import safetensors.numpy
import torch
from torch import nn

from ..arrays import Array
from ..network.network import Network
from .letters_task import DoubleLetters
from .sunspots_task import Sunspots
from .task import Task

FOLDER = Path(__file__).parent
CELLS = {
    "rnn-tanh": ("rnn", "tanh"),
    "rnn-relu": ("rnn", "relu"),
    "lstm": ("lstm", "tanh"),
    "gru": ("gru", "tanh"),
}
HIDDEN_SIZE = 8
LEARNING_RATE = 0.01
WEIGHT_DECAY = 0.1
PULL = 0.01  # of the states towards zero; without it those of a relu grow with the sequence
LARGEST_STATE = 10.0

INTRODUCTION = f"""# The presets and their figures

Every network has hidden_size {HIDDEN_SIZE}. `make presets` trains them all again with PyTorch \
{torch.__version__.split("+")[0]} (engine/presets/train.py) and writes this page; the same seed on \
the same machine gives the same files, another machine may round differently. No file is written \
unless all of them reach their targets: an accuracy of at least 99 %, an error of at most three \
quarters of that of repeating, no state beyond ±{LARGEST_STATE:.0f}."""


@dataclass(frozen=True)
class Trained:
    """A trained network: what it is, its weights under their names in the file, its figures."""

    name: str
    metadata: dict[str, str]
    weights: dict[str, Array]
    figures: dict[str, float]


def make_modules(
    task: Task, cell: str, num_layers: int, directions: int
) -> tuple[nn.Module, nn.Module]:
    """The network and its head, untrained."""
    kind, nonlinearity = CELLS[cell]
    sizes = (task.input_size, HIDDEN_SIZE, num_layers)
    width = directions * HIDDEN_SIZE
    options = {"nonlinearity": nonlinearity} if kind == "rnn" else {}
    network_class = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind]
    network = network_class(*sizes, bidirectional=directions == 2, **options)
    return network, nn.Linear(width, task.output_size)


def fit(task: Task, network: nn.Module, head: nn.Module, seed: int) -> float:
    """Train both in place; returns the mean loss of the last 50 batches."""
    rng = np.random.default_rng(seed)
    parameters = [*network.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(parameters, weight_decay=WEIGHT_DECAY)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=task.steps)
    losses = []
    for _ in range(task.steps):
        x, target = (torch.from_numpy(a) for a in task.batch(rng))
        output, last = network(x)
        y = head(output)
        if task.activation == "softmax":
            loss = nn.functional.cross_entropy(y.flatten(0, 1), target.flatten())
        else:
            loss = nn.functional.mse_loss(y, target)
        states = torch.cat(last) if isinstance(last, tuple) else last
        optimizer.zero_grad()
        (loss + PULL * states.square().mean()).backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        rates.step()
        losses.append(loss.item())
    return float(np.mean(losses[-50:]))


def train(task: Task, cell: str, num_layers: int, directions: int) -> Trained:
    """Train from each seed, keep the network of least training loss and measure it."""
    best, seed, weights = np.inf, -1, dict[str, Array]()
    for candidate in task.seeds:
        torch.manual_seed(candidate)
        network, head = make_modules(task, cell, num_layers, directions)
        loss = fit(task, network, head, candidate)
        if loss < best:
            named = network.state_dict() | {f"head.{k}": v for k, v in head.state_dict().items()}
            best, seed, weights = loss, candidate, {k: v.numpy() for k, v in named.items()}
    if not weights:
        sys.exit(f"{task.name} with {cell}: the loss is not a number with any seed; nothing kept.")
    weights = {k: np.ascontiguousarray(v) for k, v in task.fold(weights).items()}

    figures = measure(task, cell, num_layers, directions, weights)
    kind, nonlinearity = CELLS[cell]
    metadata = {
        "task": task.name,
        "cell": kind,
        "nonlinearity": nonlinearity,
        "activation": task.activation,
        "seed": str(seed),
    }
    metadata |= task.words | {name: f"{value:.4f}" for name, value in figures.items()}
    name = f"{task.name}-{cell}-l{num_layers}-d{directions}"
    return Trained(name, metadata, weights, figures)


def measure(
    task: Task, cell: str, num_layers: int, directions: int, weights: dict[str, Array]
) -> dict[str, float]:
    """The task's figures from the weights as they will be saved, and the largest state."""
    of_head = {k.removeprefix("head."): v for k, v in weights.items() if k.startswith("head.")}
    of_network = {k: v for k, v in weights.items() if not k.startswith("head.")}
    network, head = make_modules(task, cell, num_layers, directions)
    network.load_state_dict({k: torch.from_numpy(v) for k, v in of_network.items()})
    head.load_state_dict({k: torch.from_numpy(v) for k, v in of_head.items()})

    def answer(x: Array) -> Array:
        with torch.no_grad():
            return np.asarray(head(network(torch.from_numpy(x))[0]))

    # PyTorch's modules do not show the states of the layers below; the engine does.
    kind, nonlinearity = CELLS[cell]
    net = Network.from_state_dict(kind, of_network, nonlinearity)
    trace = net.run(task.longest())
    places = product(net.kind.states, range(num_layers), range(directions))
    largest = max(float(abs(trace.state(s, layer, d)).max()) for s, layer, d in places)
    return task.figures(answer) | {"largest_state": largest}


def check(task: Task, preset: Trained) -> None:
    """End with a sentence where a preset is not good enough to be kept."""
    largest = preset.figures["largest_state"]
    missed = task.missed(preset.figures)
    if not largest <= LARGEST_STATE:
        missed = f"a state of {largest:.1f} is beyond ±{LARGEST_STATE:.0f}"
    if missed:
        sys.exit(
            f"{preset.name}: {missed}. No file was written; change the training and try again."
        )


def write(preset: Trained) -> None:
    """Write the preset, its header in one fixed order: safetensors shuffles the metadata."""
    data = safetensors.numpy.save(preset.weights, preset.metadata)
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path = FOLDER / f"{preset.name}.safetensors"
    path.write_bytes(len(text).to_bytes(8, "little") + text + data[end:])


def main() -> None:
    """Train all, then write all."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    presets: list[Trained] = []
    page = [INTRODUCTION]
    tasks: tuple[Task, ...] = (DoubleLetters(), Sunspots())
    for task in tasks:
        rows: list[str] = []
        for cell, num_layers, directions in product(CELLS, (1, 2), task.directions):
            preset = train(task, cell, num_layers, directions)
            check(task, preset)
            presets.append(preset)
            if not rows:
                columns = ("preset", *preset.figures, "seed")
                rows += [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
                print(*rows, sep="\n")
            numbers = (f"{value:.3f}" for value in preset.figures.values())
            rows.append(f"| {' | '.join([preset.name, *numbers, preset.metadata['seed']])} |")
            print(rows[-1], flush=True)
        page += [f"## {task.name}", task.text.strip(), "\n".join(rows)]
    for preset in presets:
        write(preset)
    (FOLDER / "figures.md").write_text("\n\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
