"""The tensors that a framework hands back are slices of the states, and which ones."""

import numpy as np
import pytest
from hypothesis import given

from engine import EngineError, Network, Trace
from tests.engine.cases import GATES, Case, cases


@given(cases())
def test_output_is_h_of_the_top_layer_the_directions_side_by_side(case: Case) -> None:
    net, trace = case.network, case.run()
    H, top = net.hidden_size, net.num_layers - 1
    assert np.array_equal(trace.output[:, :, :H], trace.state("h", top, 0))
    if net.bidirectional:
        assert np.array_equal(trace.output[:, :, H:], trace.state("h", top, 1))
    assert np.array_equal(trace.top, trace.output)


@given(cases())
def test_h_n_and_c_n_hold_the_last_step_of_each_direction_layer_by_layer(case: Case) -> None:
    net, trace = case.network, case.run()
    last = {"h": trace.h_n, "c": trace.c_n}
    row = 0
    for layer in range(net.num_layers):
        # Forward ends at T - 1, and reverse, which comes right behind it, at 0.
        for direction, t in [(0, -1), (1, 0)][: net.num_directions]:
            for name in net.kind.states:
                rows = last[name]
                assert rows is not None
                assert np.array_equal(rows[row], trace.state(name, layer, direction)[t])
            row += 1
    assert row == len(trace.h_n)


@given(cases())
def test_output_and_h_n_meet_where_each_direction_ends(case: Case) -> None:
    net, trace = case.network, case.run()
    H = net.hidden_size
    if net.bidirectional:
        assert np.array_equal(trace.output[-1, :, :H], trace.h_n[-2])
        assert np.array_equal(trace.output[0, :, H:], trace.h_n[-1])
    else:
        assert np.array_equal(trace.output[-1], trace.h_n[-1])


@given(cases(bidirectional=True, dtypes=("float64",), least_steps=2))
def test_at_the_last_t_the_reverse_direction_has_read_one_step_only(case: Case) -> None:
    one_step = case.network.run(case.x[-1:], case.h_0, case.c_0)
    assert case.close(case.run().state("h", 0, 1)[-1:], one_step.state("h", 0, 1))


@given(cases())
def test_as_many_numbers_are_recorded_as_the_network_foretells(case: Case) -> None:
    net, trace = case.network, case.run()
    recorded = [
        a
        for layer in range(net.num_layers)
        for direction in range(net.num_directions)
        for a in (
            *(trace.state(name, layer, direction) for name in net.kind.states),
            *trace.gates(layer, direction).values(),
        )
    ]
    T, B, _ = case.x.shape
    assert sum(a.size for a in recorded) == net.recorded_numbers(T, B)


@given(cases())
def test_the_schedule_of_a_trace_covers_its_own_cells(case: Case) -> None:
    net, trace = case.network, case.run()
    cells = {
        (layer, direction, t)
        for layer in range(net.num_layers)
        for direction in range(net.num_directions)
        for t in range(trace.T)
    }
    steps = trace.schedule()
    assert {cell for step in steps for cell in step} == cells
    assert steps == trace.schedule("layers")
    assert len(trace.schedule("wavefront")) <= len(steps)


def small(cell: str) -> Trace:
    net = Network(cell, input_size=3, hidden_size=2, num_layers=2)
    return net.run(np.zeros((5, 1, 3), "float32"))


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_there_is_no_c_but_in_an_lstm(cell: str) -> None:
    assert small(cell).c_n is None
    with pytest.raises(EngineError, match=f"state is 'c'; for '{cell}' it has to be h") as caught:
        small(cell).state("c", 0, 0)
    assert caught.value.name == "state"


@pytest.mark.parametrize("cell", list(GATES))
@pytest.mark.parametrize(
    ("layer", "direction", "name", "sentence"),
    [
        (2, 0, "layer", "layer is 2; it has to be from 0 to 1."),
        (-1, 0, "layer", "layer is -1; it has to be a whole number of at least 0."),
        (0, 1, "direction", "direction is 1; it has to be from 0 to 0."),
        (True, 0, "layer", "layer is True; it has to be a whole number of at least 0."),
    ],
)
def test_a_row_that_is_not_there_is_named(
    cell: str, layer: int, direction: int, name: str, sentence: str
) -> None:
    trace = small(cell)
    with pytest.raises(EngineError) as of_state:
        trace.state("h", layer, direction)
    with pytest.raises(EngineError) as of_gates:
        trace.gates(layer, direction)
    for caught in (of_state, of_gates):
        assert (caught.value.name, str(caught.value)) == (name, sentence)


def test_an_unknown_state_or_order_is_named() -> None:
    with pytest.raises(EngineError, match=r"state is 'i'; for 'lstm' it has to be h or c\.$"):
        small("lstm").state("i", 0, 0)
    with pytest.raises(EngineError, match=r"order is 'x'; it has to be layers or wavefront\.$"):
        small("lstm").schedule("x")  # type: ignore[arg-type]
