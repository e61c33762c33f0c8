"""Ask under the names of other frameworks."""

from itertools import product

import numpy as np
import pytest

import unrolled
from unrolled import AskError, EngineError, Network, Trace
from unrolled.engine.frameworks.returned import whole

OTHERS = ("keras", "jax", "onnx")
NETWORKS = [
    Network(cell, 2, 3, num_layers, bidirectional, seed=1)
    for cell, num_layers, bidirectional in product(("rnn", "lstm", "gru"), (1, 2), (False, True))
]
SHAPES = [f"{net.cell}-l{net.num_layers}-d{net.num_directions}" for net in NETWORKS]


def ran(net: Network, batch_first: bool = False) -> Trace:
    x = np.random.default_rng(0).standard_normal((4, 5, 2)).astype("float32")
    return net.run(x, batch_first=batch_first)


def both(cell: str = "lstm", num_layers: int = 2) -> Trace:
    return ran(Network(cell, 2, 3, num_layers, bidirectional=True))


@pytest.mark.parametrize("names", OTHERS)
@pytest.mark.parametrize("net", NETWORKS, ids=SHAPES)
def test_every_name_that_is_listed_can_be_asked(net: Network, names: str) -> None:
    trace = ran(net)
    for name, each in unrolled.returned(trace, names).items():
        answer = unrolled.ask(trace, name, names=names)
        np.testing.assert_array_equal(answer.value, each.value, strict=True)
        assert [axis.partition("=")[0] for axis in answer.pieces[0].axes] == list(each.axes)


@pytest.mark.parametrize("names", ["pytorch", *OTHERS])
@pytest.mark.parametrize("net", NETWORKS, ids=SHAPES)
@pytest.mark.parametrize("batch_first", [False, True])
def test_what_is_advised_reads_the_whole_sequence(
    net: Network, names: str, batch_first: bool
) -> None:
    trace = ran(net, batch_first)
    answer = unrolled.ask(trace, whole(trace, names), names=names)
    assert answer.yes
    assert answer.warnings == []
    assert all(part.is_whole for piece in answer.pieces for part in piece.readings)


@pytest.mark.parametrize(
    ("names", "last", "advice"),
    [
        ("keras", "outputs[:, -1]", "output"),
        ("jax", "outputs[:, -1]", "np.concatenate((carry[0][1], carry[1][1]), axis=-1)"),
        ("onnx", "Y[-1]", "np.concatenate((Y_h[0], Y_h[1]), axis=-1)"),
    ],
)
def test_the_last_step_of_two_directions_is_warned_of_in_the_frameworks_words(
    names: str, last: str, advice: str
) -> None:
    (warning,) = unrolled.ask(both(), last, names=names).warnings
    assert (warning.number, warning.fix) == (2, advice)
    one_way = ran(Network("lstm", 2, 3, 2))
    assert unrolled.ask(one_way, last, names=names).warnings == []


@pytest.mark.parametrize(
    "key",
    [np.s_[:, ::-1], np.s_[:, :, ::-2], np.s_[::-1, 3:0:-1], np.s_[:, -1:-9:-3]],
)
def test_slices_go_backward_as_in_numpy(key: tuple[slice, ...]) -> None:
    trace = both()
    ends = [[each.start, each.stop, each.step] for each in key]
    text = ", ".join(":".join("" if end is None else str(end) for end in three) for three in ends)
    whole = unrolled.ask(trace, "outputs", names="keras")
    answer = unrolled.ask(trace, f"outputs[{text}]", names="keras")
    np.testing.assert_array_equal(answer.value, whole.value[key])
    np.testing.assert_array_equal(answer.sources[..., 0], whole.sources[..., 0][key])
    with pytest.raises(AskError, match="slice step must be positive"):
        unrolled.ask(trace, f"output[{text}]")


def test_what_only_pytorchs_shapes_invite_is_not_warned_of() -> None:
    """Taking B for T, or h_n's slots for directions, needs PyTorch's axes."""
    trace = both()
    for names, expression in [
        ("keras", "outputs[-1]"),
        ("keras", "outputs.reshape(B, -1)"),
        ("onnx", "Y_h[-1]"),
        ("jax", "carry[1][0]"),
    ]:
        assert unrolled.ask(trace, expression, names=names).warnings == []


def test_a_name_is_one_frameworks_alone() -> None:
    trace = both()
    for names, strange in [("keras", "h_n"), ("jax", "output"), ("onnx", "outputs")]:
        with pytest.raises(AskError, match=f"There is no '{strange}' here"):
            unrolled.ask(trace, strange, names=names)
    pytorchs, keras = unrolled.ask(trace, "output"), unrolled.ask(trace, "output", names="keras")
    assert np.shape(pytorchs.value) == (4, 5, 6)
    assert np.shape(keras.value) == (5, 6)


def test_the_backward_layer_begins_with_the_last_step_and_bidirectional_turns_it_back() -> None:
    expression = "backward_outputs.flip(1) == outputs[..., H:]"
    held = unrolled.ask(both(), expression, names="keras").equality
    assert held is not None
    assert held.by_value
    assert held.by_source
    (warning,) = unrolled.ask(both(), "backward_outputs[:, 0]", names="keras").warnings
    assert "read 1 of 4 steps" in warning.message


def test_merged_directions_are_read_from_both() -> None:
    trace = both(num_layers=1)
    for merge in ("sum", "mul", "ave"):
        answer = unrolled.ask(trace, "outputs[:, 2]", names="keras", merge=merge)
        sources = [trace.source(int(id)) for id in answer.sources[0, 0]]
        assert [(each.direction, each.t, each.unit) for each in sources] == [(0, 2, 0), (1, 2, 0)]


def test_the_top_layer_goes_by_its_name_alone_too() -> None:
    for names, short, long in [
        ("keras", "forward_h", "forward_h_l1"),
        ("jax", "carry[1][0]", "carry_l1[1][0]"),
        ("onnx", "Y_c", "Y_c_l1"),
    ]:
        held = unrolled.ask(both(), f"{short} == {long}", names=names).equality
        assert held is not None
        assert held.by_source


def test_layers_are_called_under_pytorchs_names_only() -> None:
    with pytest.raises(AskError, match="called as in PyTorch, but the names are 'keras'"):
        unrolled.ask(both(), "self.lstm(x)", names="keras")


def test_a_run_that_the_framework_has_not_is_refused() -> None:
    trace = ran(Network("lstm", 2, 3, proj_size=2))
    with pytest.raises(EngineError, match="has no proj_size"):
        unrolled.ask(trace, "Y", names="onnx")
    with pytest.raises(EngineError, match="names is 'tf'"):
        unrolled.ask(trace, "Y", names="tf")
