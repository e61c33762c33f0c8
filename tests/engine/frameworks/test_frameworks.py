"""The tensors under other frameworks' names, held to what the frameworks returned."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import unrolled
from tests.golden.frameworks_cases import FrameworkCase, framework_cases
from tests.golden.store import load
from unrolled import EngineError, Network, Returned, Trace
from unrolled.engine.language.tensors import Tensors
from unrolled.engine.sources.tracked import Tracked

GOLDEN = load(Path(__file__).parents[2] / "golden" / "frameworks.npz")
CASES = framework_cases()
FRAMEWORKS = ("pytorch", "keras", "jax", "onnx")


def ran(case: FrameworkCase) -> Trace:
    given = case.inputs()
    x = given["x"].swapaxes(0, 1) if case.batch_first else given["x"]
    return case.network.run(x, given["h_0"], given.get("c_0"), case.lengths, case.batch_first)


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape).astype("float32")


def tracked(trace: Trace, each: Returned) -> Tracked:
    return each.tracked(Tensors.of(trace, None).sets)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_tensor_is_what_the_framework_returned(case: FrameworkCase) -> None:
    ours = unrolled.returned(ran(case), case.framework, case.merge)
    place = f"{case}/"
    assert set(ours) == {name.removeprefix(place) for name in GOLDEN if name.startswith(place)}
    for name, each in ours.items():
        assert each.value.shape == each.shape
        np.testing.assert_allclose(each.value, GOLDEN[place + name], rtol=0, atol=1e-5, strict=True)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_element_is_made_of_the_states_that_it_names(case: FrameworkCase) -> None:
    """Computed again out of its sources alone, one element after the other."""
    trace = ran(case)
    mixes: dict[str, Callable[..., float]] = {"mul": np.prod, "ave": np.mean}
    mix = mixes.get(case.merge, np.sum)
    for name, each in unrolled.returned(trace, case.framework, case.merge).items():
        found = tracked(trace, each)
        members = found.sets.members(found.ids)
        for index in np.ndindex(found.shape):
            read = []
            for id in members[index]:
                source = trace.source(int(id))
                state = "h" if source.state == "padding" else source.state
                assert source.layer is not None
                assert source.direction is not None
                states = trace.state(state, source.layer, source.direction)
                read.append(states[source.t, source.b, source.unit])
            assert found.value[index] == pytest.approx(mix(np.array(read)), abs=1e-6), name


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("lengths", [None, (2, 4, 1)])
@pytest.mark.parametrize(
    "net", [Network("lstm", 2, 3, 2, True), Network("lstm", 2, 3, proj_size=2)]
)
def test_pytorchs_are_those_of_the_trace(
    net: Network, lengths: tuple[int, ...] | None, batch_first: bool
) -> None:
    x = noise(3, 4, 2) if batch_first else noise(4, 3, 2)
    trace = net.run(x, lengths=lengths, batch_first=batch_first)
    tensors = Tensors.of(trace, None)
    expected = {"output": tensors.output, "h_n": tensors.last("h"), "c_n": tensors.last("c")}
    found = unrolled.returned(trace, "pytorch")
    assert set(found) == set(expected)
    for name, each in found.items():
        got = each.tracked(tensors.sets)
        np.testing.assert_array_equal(got.value, expected[name].value, strict=True)
        np.testing.assert_array_equal(got.ids, expected[name].ids, strict=True)
        assert got.axes == expected[name].axes


def test_pytorchs_have_no_batch_where_x_came_without_one() -> None:
    trace = Network("gru", 2, 3).run(noise(4, 2))
    assert {n: each.value.shape for n, each in unrolled.returned(trace, "pytorch").items()} == {
        "output": trace.output.shape,
        "h_n": trace.h_n.shape,
    }
    assert unrolled.returned(trace, "keras")["outputs"].shape == (1, 4, 3)


def test_what_a_framework_lacks_is_refused_by_name() -> None:
    projected = Network("lstm", 2, 3, proj_size=2).run(noise(4, 1, 2))
    before = Network("gru", 2, 3, reset_after=False).run(noise(4, 1, 2))
    for framework in ("keras", "jax", "onnx"):
        with pytest.raises(EngineError, match="has no proj_size; take the names of PyTorch"):
            unrolled.returned(projected, framework)
    with pytest.raises(EngineError, match=r"The gru of JAX .* has no reset_after=False"):
        unrolled.returned(before, "jax")
    assert unrolled.returned(before, "keras")


def test_flax_runs_on_where_a_row_has_ended() -> None:
    net = Network("gru", 2, 3)
    with pytest.raises(EngineError, match="runs on past a row’s length"):
        unrolled.returned(net.run(noise(4, 2, 2), lengths=(4, 2)), "jax")
    assert (
        unrolled.returned(net.run(noise(4, 2, 2), lengths=(3, 3)), "jax")["outputs"].shape[1] == 3
    )


@pytest.mark.parametrize(("names", "merge"), [("tf", "concat"), ("keras", "max")])
def test_unknown_words_are_refused(names: str, merge: str) -> None:
    trace = Network("rnn", 2, 3).run(noise(4, 1, 2))
    with pytest.raises(EngineError, match=r"it has to be (pytorch or|concat or)"):
        unrolled.returned(trace, names, merge)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("directions", [(0,), (0, 1)])
def test_what_a_tensor_is_said_to_be_names_the_steps_that_it_holds(
    framework: str, directions: tuple[int, ...]
) -> None:
    net = Network("lstm", 3, 2, num_layers=2, bidirectional=len(directions) == 2)
    for name, each in unrolled.returned(net.run(noise(4, 1, 3)), framework).items():
        whose = {0: "forward’s", 1: "backward’s"}
        held = {direction for _, _, direction in each.states}
        owner = "each direction’s" if held == {0, 1} else whose[min(held)]
        last = f"of {owner if len(directions) == 2 else 'its'} own last step"
        # Which step that is differs by direction, so "last" alone would be t = 7 to a reader.
        assert (last in each.says) == (each.when == "last"), (name, each.says)
