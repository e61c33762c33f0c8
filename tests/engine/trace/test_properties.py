"""What must be the same however one runs a network: the forward run."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.engine.cases import Case, cases, remade
from unrolled.engine.arrays import Array


def picked(a: Array | None, rows: list[int]) -> Array | None:
    """These of the L·D rows of a state, where there is one."""
    return None if a is None else a[rows]


@given(cases(), st.data())
def test_permuting_the_batch_permutes_what_comes_out(case: Case, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(case.x.shape[1])))
    whole, permuted = case.run(), case.select(rows).run()
    assert case.close(permuted.output, whole.output[:, rows])
    assert case.close(permuted.h_n, whole.h_n[:, rows])
    assert case.close(permuted.c_n, None if whole.c_n is None else whole.c_n[:, rows])


@given(cases(), st.sampled_from([np.inf, -1.0, 0.0]))
def test_what_stands_in_the_padding_does_not_matter(case: Case, other: float) -> None:
    nan = case.run()
    filled = replace(case, x=np.nan_to_num(case.x, nan=other)).run()
    assert np.array_equal(filled.output, nan.output)
    assert np.array_equal(filled.h_n, nan.h_n)
    for place in case.places:
        for name in case.network.kind.states:
            assert np.array_equal(filled.state(name, *place), nan.state(name, *place))
        for name, gate in nan.gates(*place).items():
            assert np.array_equal(filled.gates(*place)[name], gate)


@given(cases())
def test_each_row_of_a_batch_runs_as_if_it_were_alone(case: Case) -> None:
    whole = case.run()
    for b, length in enumerate(case.row_lengths):
        alone = case.alone(b).run()
        assert case.close(alone.output[:, 0], whole.output[:length, b])
        assert not whole.output[length:, b].any()
        assert case.close(alone.h_n[:, 0], whole.h_n[:, b])
        if alone.c_n is not None and whole.c_n is not None:
            assert case.close(alone.c_n[:, 0], whole.c_n[:, b])
        for place in case.places:
            for name in case.network.kind.states:
                one, of_all = alone.state(name, *place), whole.state(name, *place)
                assert case.close(one[:, 0], of_all[:length, b])
            for name, gate in alone.gates(*place).items():
                assert case.close(gate[:, 0], whole.gates(*place)[name][:length, b])


@given(cases(packed=False))
def test_a_sequence_without_a_batch_is_a_batch_of_one(case: Case) -> None:
    one = case.select([0])
    batched = one.run()
    h_0, c_0 = (None if a is None else a[:, 0] for a in (one.h_0, one.c_0))
    for batch_first in (False, True):  # PyTorch ignores it then
        trace = case.network.run(one.x[:, 0], h_0, c_0, batch_first=batch_first)
        assert np.array_equal(trace.output, batched.output[:, 0])
        assert np.array_equal(trace.h_n, batched.h_n[:, 0])
        if batched.c_n is not None:
            assert trace.c_n is not None
            assert np.array_equal(trace.c_n, batched.c_n[:, 0])
        for place in case.places:
            assert np.array_equal(trace.state("h", *place), batched.state("h", *place))


@given(cases(packed=False))
def test_lengths_that_are_all_t_change_nothing(case: Case) -> None:
    full = replace(case, lengths=[len(case.x)] * case.x.shape[1]).run()
    assert case.close(full.output, case.run().output)
    assert case.close(full.h_n, case.run().h_n)
    assert case.close(full.c_n, case.run().c_n)


@given(cases())
def test_batch_first_swaps_the_axes_of_x_and_output_and_of_nothing_else(case: Case) -> None:
    time_first = case.run()
    batch_first = case.network.run(
        case.x.swapaxes(0, 1), case.h_0, case.c_0, case.lengths, batch_first=True
    )
    assert np.array_equal(batch_first.output, time_first.output.swapaxes(0, 1))
    assert np.array_equal(batch_first.h_n, time_first.h_n)
    if time_first.c_n is not None:
        assert batch_first.c_n is not None
        assert np.array_equal(batch_first.c_n, time_first.c_n)
    for place in case.places:
        assert np.array_equal(batch_first.state("h", *place), time_first.state("h", *place))


@given(cases(directions=("forward",), packed=False, least_steps=2), st.data())
def test_a_state_depends_on_no_later_step(case: Case, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(case.x) - 1))
    whole, start = case.run(), replace(case, x=case.x[:cut]).run()
    for place in case.places:
        for name in case.network.kind.states:
            assert case.close(start.state(name, *place), whole.state(name, *place)[:cut])


@given(cases(directions=("forward",), packed=False, least_steps=2), st.data())
def test_two_halves_with_the_state_carried_are_the_whole(case: Case, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(case.x) - 1))
    whole, first = case.run(), replace(case, x=case.x[:cut]).run()
    second = case.network.run(case.x[cut:], first.h_n, first.c_n)
    assert case.close(np.concatenate([first.output, second.output]), whole.output)
    assert case.close(second.h_n, whole.h_n)
    assert case.close(second.c_n, whole.c_n)


def flipped(a: Array, lengths: list[int]) -> Array:
    """(T, B, ...) with the steps of each row in reverse order, its padding where it was."""
    a = a.copy()
    for b, length in enumerate(lengths):
        a[:length, b] = a[:length, b][::-1]
    return a


@given(cases(directions=("reverse",)))
def test_a_reverse_network_is_a_forward_one_on_the_flipped_sequence(case: Case) -> None:
    weights = {k.removesuffix("_reverse"): a for k, a in case.network.state_dict().items()}
    forward = remade(case.network, weights)
    assert (case.network.directions, forward.directions) == ((1,), (0,))
    lengths = case.row_lengths
    found = replace(case, network=forward, x=flipped(case.x, lengths)).run()
    trace = case.run()
    assert case.close(flipped(found.output, lengths)[: trace.T], trace.output)
    assert case.close(found.h_n, trace.h_n)
    assert case.close(found.c_n, trace.c_n)
    for layer, _ in case.places:
        h = flipped(found.state("h", layer, 0), lengths)
        assert case.close(h, trace.state("h", layer, 1))


@given(cases(directions=("both",)))
def test_a_bidirectional_layer_is_its_two_halves_side_by_side(case: Case) -> None:
    weights, trace, below = case.network.state_dict(), case.run(), case.x
    for layer in range(case.network.num_layers):
        halves = []
        for direction, end in enumerate((f"_l{layer}", f"_l{layer}_reverse")):
            own = {
                name.replace(f"_l{layer}", "_l0"): a
                for name, a in weights.items()
                if name.endswith(end)
            }
            row = [2 * layer + direction]
            half = replace(
                case,
                network=remade(case.network, own),
                x=below,
                h_0=picked(case.h_0, row),
                c_0=picked(case.c_0, row),
            ).run()
            assert case.close(half.h_n, trace.h_n[row])
            assert case.close(half.c_n, picked(trace.c_n, row))
            halves.append(half.output)
        below = np.concatenate(halves, axis=2)
    assert case.close(below, trace.output)


@given(cases())
def test_no_initial_state_is_one_of_zeros(case: Case) -> None:
    assume(case.h_0 is not None)
    nothing = replace(case, h_0=None, c_0=None).run()
    zeros = {name: np.zeros_like(value) for name, value in nothing.initial.items()}
    trace = replace(case, h_0=zeros["h"], c_0=zeros.get("c")).run()
    assert np.array_equal(trace.output, nothing.output)


@given(cases())
def test_dropout_is_the_identity_and_the_trace_says_where_it_would_act(case: Case) -> None:
    net = case.network
    with_dropout = type(net).from_state_dict(
        net.cell,
        net.state_dict(),
        net.nonlinearity,
        dropout=0.5,
        reset_after=net.reset_after,
        hard_sigmoid=net.hard_sigmoid,
    )
    trace = replace(case, network=with_dropout).run()
    assert np.array_equal(trace.output, case.run().output)
    assert list(trace.dropout) == list(range(net.num_layers - 1))
    assert not case.run().dropout
