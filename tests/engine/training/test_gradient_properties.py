"""What must be the same however one runs a network: its gradients."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from tests.engine.cases import Case, backward, cases, upstream
from unrolled.engine.arrays import Array, Named
from unrolled.engine.training.gradients import Gradients

DOUBLE = ("float64",)


def leaves(grads: Gradients) -> dict[str, Array]:
    """Every gradient by name."""
    initial = {"h_0": grads.h_0} | ({} if grads.c_0 is None else {"c_0": grads.c_0})
    return {**grads.params, "x": grads.x, **initial}


def assert_same(case: Case, one: Gradients, other: Gradients) -> None:
    a, b = leaves(one), leaves(other)
    assert list(a) == list(b)
    for name in a:
        assert case.close(a[name], b[name]), name


@given(cases())
def test_every_gradient_has_the_shape_and_dtype_of_what_it_is_of(case: Case) -> None:
    net, trace = case.network, case.run()
    grads, initial = backward(trace), trace.initial
    assert list(grads.params) == list(grads.per_step) == list(net.state_dict())
    for name, weight in net.state_dict().items():
        assert grads.params[name].shape == weight.shape
        assert grads.per_step[name].shape == (trace.T, *weight.shape)
    assert grads.x.shape == case.x.shape
    assert grads.h_0.shape == initial["h"].shape
    assert (grads.c_0 is not None) == (net.cell == "lstm")
    assert grads.c_0 is None or grads.c_0.shape == initial["c"].shape
    everything = [*leaves(grads).values(), *grads.per_step.values()]
    for name, norms in grads.norms.items():
        assert list(norms) == case.places, name
        assert all(norm.shape == (trace.T, trace.B) for norm in norms.values())
        everything += norms.values()
    assert {str(a.dtype) for a in everything} == {net.dtype}
    assert all(np.isfinite(a).all() for a in everything)


@given(cases(dtypes=DOUBLE))
def test_what_the_steps_add_sums_to_the_gradient(case: Case) -> None:
    grads = backward(case.run())
    for name, steps in grads.per_step.items():
        assert case.close(steps.sum(axis=0), grads.params[name]), name


@given(cases(dtypes=DOUBLE))
def test_each_row_of_a_batch_adds_its_own_gradient(case: Case) -> None:
    trace = case.run()
    d, whole = upstream(trace), backward(trace)
    total = {name: np.zeros_like(weight) for name, weight in whole.params.items()}
    steps = {name: np.zeros_like(weight) for name, weight in whole.per_step.items()}
    for b, length in enumerate(case.row_lengths):
        d_row = {name: a[:, [b]] for name, a in d.items()}
        d_row["d_output"] = d_row["d_output"][:length]
        alone = unrolled.backward(case.alone(b).run(), **d_row)
        assert case.close(alone.x[:, 0], whole.x[:length, b])
        assert case.close(alone.h_0[:, 0], whole.h_0[:, b])
        if alone.c_0 is not None and whole.c_0 is not None:
            assert case.close(alone.c_0[:, 0], whole.c_0[:, b])
        for name in total:
            total[name] += alone.params[name]
            steps[name][:length] += alone.per_step[name]
        for state, norms in alone.norms.items():
            for place, norm in norms.items():
                assert case.close(norm[:, 0], whole.norms[state][place][:length, b])
    for name in total:
        assert case.close(total[name], whole.params[name]), name
        assert case.close(steps[name], whole.per_step[name]), name


@given(cases(packed=True))
def test_padding_gets_no_gradient_and_gives_none(case: Case) -> None:
    trace = case.run()
    d = upstream(trace)
    grads = unrolled.backward(trace, **d)
    for b, length in enumerate(case.row_lengths):
        assert not grads.x[length:, b].any()
        d["d_output"][length:, b] = np.nan
        for norms in grads.norms.values():
            assert not any(norm[length:, b].any() for norm in norms.values())
    filled = replace(case, x=np.nan_to_num(case.x, nan=9.0))
    assert_same(case, grads, unrolled.backward(filled.run(), **d))


@given(cases(dtypes=DOUBLE), st.data())
def test_permuting_the_batch_permutes_the_gradients_of_rows(
    case: Case, data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(range(case.x.shape[1])))
    trace = case.run()
    d, whole = upstream(trace), backward(trace)
    permuted = unrolled.backward(
        case.select(rows).run(), **{name: a[:, rows] for name, a in d.items()}
    )
    c_0 = None if whole.c_0 is None else whole.c_0[:, rows]
    expected = replace(whole, x=whole.x[:, rows], h_0=whole.h_0[:, rows], c_0=c_0)
    assert_same(case, permuted, expected)


@given(cases(dtypes=DOUBLE))
def test_batch_first_swaps_the_axes_of_x_and_output_in_gradients_too(case: Case) -> None:
    time_first = case.run()
    batch_first = case.network.run(
        case.x.swapaxes(0, 1), case.h_0, case.c_0, case.lengths, batch_first=True
    )
    d = upstream(time_first)
    swapped = unrolled.backward(batch_first, **d | {"d_output": d["d_output"].swapaxes(0, 1)})
    grads = unrolled.backward(time_first, **d)
    assert_same(case, swapped, replace(grads, x=grads.x.swapaxes(0, 1)))


@given(cases(dtypes=DOUBLE, packed=False))
def test_a_sequence_without_a_batch_has_gradients_without_one(case: Case) -> None:
    one = case.select([0])
    h_0, c_0 = (None if a is None else a[:, 0] for a in (one.h_0, one.c_0))
    trace = one.run()
    d, grads = upstream(trace), backward(trace)
    unbatched = unrolled.backward(
        case.network.run(one.x[:, 0], h_0, c_0), **{name: a[:, 0] for name, a in d.items()}
    )
    c_0 = None if grads.c_0 is None else grads.c_0[:, 0]
    assert_same(case, unbatched, replace(grads, x=grads.x[:, 0], h_0=grads.h_0[:, 0], c_0=c_0))


@given(cases(dtypes=DOUBLE))
def test_a_gradient_is_linear_in_what_comes_from_the_loss(case: Case) -> None:
    trace = case.run()
    d, whole = upstream(trace), leaves(backward(trace))
    parts = [leaves(unrolled.backward(trace, **{name: a})) for name, a in d.items()]
    for name, gradient in whole.items():
        assert case.close(sum((part[name] for part in parts), np.zeros(())), gradient), name
    assert not any(a.any() for a in leaves(unrolled.backward(trace)).values())


@given(cases(directions=("forward",), packed=False, least_steps=2), st.data())
def test_a_loss_at_a_step_has_no_gradient_in_later_ones(case: Case, data: st.DataObject) -> None:
    last = data.draw(st.integers(0, len(case.x) - 2))
    trace = case.run()
    d = upstream(trace)["d_output"]
    d[last + 1 :] = 0
    grads = unrolled.backward(trace, d)
    assert not grads.x[last + 1 :].any()
    for name, steps in grads.per_step.items():
        assert not steps[last + 1 :].any(), name
    for norms in grads.norms.values():
        for norm in norms.values():
            assert not norm[last + 1 :].any()


@given(cases(directions=("forward",), dtypes=DOUBLE, packed=False, least_steps=2), st.data())
def test_two_halves_with_the_gradient_carried_back_are_the_whole(
    case: Case, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(case.x) - 1))
    first = replace(case, x=case.x[:cut]).run()
    second = case.network.run(case.x[cut:], first.h_n, first.c_n)
    d, whole = upstream(case.run()), backward(case.run())
    later = unrolled.backward(second, **d | {"d_output": d["d_output"][cut:]})
    earlier = unrolled.backward(first, d["d_output"][:cut], later.h_0, later.c_0)
    params: Named = {name: earlier.params[name] + later.params[name] for name in whole.params}
    x = np.concatenate([earlier.x, later.x])
    assert_same(case, replace(earlier, params=params, x=x), whole)


@given(cases())
def test_nothing_that_is_passed_in_is_written_to(case: Case) -> None:
    trace = case.run()
    d, before = upstream(trace), upstream(trace)
    first = unrolled.backward(trace, **d)
    assert all(np.array_equal(d[name], before[name]) for name in d)
    assert np.array_equal(trace.output, case.run().output)
    assert_same(case, unrolled.backward(trace, **d), first)
