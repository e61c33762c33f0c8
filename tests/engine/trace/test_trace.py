"""The tensors that a framework hands back are slices of the states, and which ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.engine.cases import GATES, Case, cases
from unrolled import EngineError, Network, Trace


@given(cases())
def test_output_is_h_of_the_top_layer_the_directions_side_by_side(case: Case) -> None:
    net, trace = case.network, case.run()
    P, top = net.proj_size or net.hidden_size, net.num_layers - 1
    for place, direction in enumerate(net.directions):
        half = trace.output[:, :, place * P : (place + 1) * P]
        assert np.array_equal(half, trace.state("h", top, direction))
    assert np.array_equal(trace.top, trace.output)


@given(cases())
def test_h_n_and_c_n_hold_the_last_step_of_each_row_and_direction_layer_by_layer(
    case: Case,
) -> None:
    trace = case.run()
    last = {"h": trace.h_n, "c": trace.c_n}
    for row, (layer, direction) in enumerate(case.places):
        for name in case.network.kind.states:
            rows = last[name]
            assert rows is not None
            assert len(rows) == len(case.places)
            for b, length in enumerate(case.row_lengths):
                # Forward ends at a row's last step, reverse at 0.
                t = 0 if direction else length - 1
                assert np.array_equal(rows[row, b], trace.state(name, layer, direction)[t, b])


@given(cases())
def test_states_and_gates_are_zero_past_a_rows_length(case: Case) -> None:
    trace = case.run()
    for place in case.places:
        states = [trace.state(name, *place) for name in case.network.kind.states]
        for a in (*states, *trace.gates(*place).values()):
            for b, length in enumerate(case.row_lengths):
                assert not a[length:, b].any()


@given(cases(directions=("both",), dtypes=("float64",)))
def test_at_a_rows_last_step_the_reverse_direction_has_read_that_step_only(case: Case) -> None:
    whole = case.run().state("h", 0, 1)
    for b, length in enumerate(case.row_lengths):
        alone = case.alone(b)
        one_step = replace(alone, x=alone.x[-1:]).run()
        assert case.close(whole[length - 1 : length, b], one_step.state("h", 0, 1)[:, 0])


@given(cases())
def test_what_a_layer_reads_and_what_each_cell_reads_of_its_own_past(case: Case) -> None:
    net, trace = case.network, case.run()
    for layer, direction in case.places:
        read = trace.read_by(layer)
        below = [trace.state("h", layer - 1, d) for d in net.directions] if layer else [case.x]
        for b, length in enumerate(case.row_lengths):
            expected = np.concatenate([h[:length, b] for h in below], axis=1)
            assert np.array_equal(read[:length, b], expected)
            assert not read[length:, b].any()
            row = case.places.index((layer, direction))
            for name, before in trace.before(layer, direction).items():
                state = trace.state(name, layer, direction)[:length, b]
                first = trace.initial[name][row, b][None]
                steps = [state[1:], first] if direction else [first, state[:-1]]
                assert np.array_equal(before[:length, b], np.concatenate(steps))


@given(cases())
def test_as_many_numbers_are_recorded_as_the_network_foretells(case: Case) -> None:
    net, trace = case.network, case.run()
    recorded = [
        a
        for place in case.places
        for a in (
            *(trace.state(name, *place) for name in net.kind.states),
            *trace.gates(*place).values(),
        )
    ]
    assert sum(a.size for a in recorded) == net.recorded_numbers(trace.T, trace.B)


@given(cases())
def test_the_schedule_of_a_trace_covers_its_own_cells(case: Case) -> None:
    trace = case.run()
    cells = {(layer, d, t) for layer, d in case.places for t in range(trace.T)}
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
        (0, 1, "direction", "direction is 1; it has to be 0."),
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


def test_a_single_reverse_direction_is_direction_1() -> None:
    net = Network("gru", input_size=3, hidden_size=2, reverse=True)
    trace = net.run(np.ones((5, 1, 3), "float32"))
    assert np.array_equal(trace.h_n[0], trace.state("h", 0, direction=1)[0])
    with pytest.raises(EngineError, match=r"direction is 0; it has to be 1\.$"):
        trace.state("h", 0, direction=0)
