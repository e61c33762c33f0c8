"""A recurrent network, as people hold it: made, given trained weights, run."""

from typing import Self

from ..arrays import Array, NamedArrays
from ..trace.packing import Lengths
from ..trace.run import run
from ..trace.trace import Trace
from . import parameters
from .stack import Stack


class Network(Stack):
    """A stack of recurrent layers with the parameters of torch.nn.RNN, LSTM or GRU."""

    @classmethod
    def from_state_dict(
        cls,
        cell: str,
        state_dict: NamedArrays,
        nonlinearity: str = "tanh",
        *,
        dropout: float = 0.0,
        reset_after: bool = True,
        hard_sigmoid: tuple[float, float] | None = None,
    ) -> Self:
        """Make a network out of trained weights; the sizes are read off their shapes.

        Args:
            cell: "rnn", "lstm" or "gru".
            state_dict: arrays under PyTorch's names, ``weight_ih_l0`` (G·H, I) and so on, all
                float32 or all float64.
            nonlinearity: as in ``Network``; no weight tells it, nor the following.
            dropout: as in ``Network``.
            reset_after: as in ``Network``.
            hard_sigmoid: as in ``Network``.

        Returns:
            A network that holds copies of the weights.

        Raises:
            EngineError: a name is missing or left over, or a shape or type doesn't fit.
        """
        net = cls(
            cell=cell,
            nonlinearity=nonlinearity,
            dropout=dropout,
            reset_after=reset_after,
            hard_sigmoid=hard_sigmoid,
            **parameters.read_sizes(cell, state_dict),
        )
        sizes = (
            f"{cell} with num_layers={net.num_layers}, bidirectional={net.bidirectional}, "
            f"bias={net.bias}, proj_size={net.proj_size}"
        )
        expected = net.parameter_shapes()
        net._parameters = parameters.fitting(state_dict, expected, net.dtype, sizes)
        return net

    def run(
        self,
        x: Array,
        h_0: Array | None = None,
        c_0: Array | None = None,
        lengths: Lengths | None = None,
        batch_first: bool = False,
    ) -> Trace:
        """Run the network over a whole sequence and record every state and gate.

        Args:
            x: (T, B, I), or (B, T, I) with ``batch_first``, or (T, I) for one sequence without a
                batch; of the network's dtype; T ≥ 1.
            h_0: (L·D, B, P), the states before the first step, (L·D, P) without a batch; zero
                where it is None, or what the network's file carries.
            c_0: (L·D, B, H), the same for the LSTM's second state.
            lengths: B whole numbers from 1 to T, each row's own length, in any order, as
                pack_padded_sequence takes them; what stands in x past a length is never read.
                None is T for all, or what the network's file carries.
            batch_first: whether x and ``output`` have B in front of T; h_0 and h_n never do.

        Returns:
            The trace, with ``output``, ``h_n`` and ``c_n`` as torch returns them.

        Raises:
            EngineError: an array's shape or dtype doesn't fit, a length is out of range, or c_0 is
                given to a cell without c.
        """
        return run(self, x, h_0, c_0, lengths, batch_first)
