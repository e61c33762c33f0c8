"""Expressions that choose elements: by numbers, slices, lists, tensors and masks."""

CHOSEN = {
    "indexing": """
output
output[-1]
output[0]
output[:, -1]
output[..., -1]
output[-1, ...]
output[..., :P]
output[..., P:]
output[-1, :, :P]
output[:, -1, :P]
output[0:2]
output[::2]
output[1::2, :, ::2]
output[-3:-1]
output[5:2]
output[100:]
output[None]
output[:, None]
output[None, ..., None]
output[0, None, 0]
output[0][0]
output[0, 0, 0]
h_n[-1]
h_n[-2:]
h_n[0]
h_n[L * D - 1]
c_n[-1]
c_n[:, 0]
x[0]
x[..., 0]
y[-1]
h(0, 0)
h(L - 1)
c(0, 0)[-1]
h(L - 1, D - 1)[0]
output[True]
output[False]
output[:, True]
""",
    "lists": """
output[[0, -1]]
output[[0, 0, 1]]
output[:, [0]]
output[[0], [0]]
output[[0, 1], :, [0, 1]]
output[:, [0, 0], [0, 1]]
output[[0, 1], 0]
output[0, :, [0, 1]]
output[:, 0, [0, 1]]
output[[0, 1], None]
output[[0], None, [0]]
output[[0, 1], ..., 0]
output[None, [0, 1]]
output[[]]
output[torch.tensor([0, -1])]
output[torch.tensor(0)]
output[torch.tensor([[0], [1]]), torch.tensor([0])]
output[torch.arange(T)]
output[torch.arange(T), 0]
h_n[[-2, -1]]
h_n[[0, -1]][:, 0]
output[0, [[0]], 1:]
x[[0], :, [1]]
""",
    "gathers": """
output[lengths - 1, torch.arange(B)]
output[torch.arange(B), lengths - 1]
output[lengths - 1, torch.arange(B), :P]
output[torch.arange(B), lengths - 1, :P]
output.gather(0, (lengths - 1).view(1, -1, 1).expand(1, B, D * P))
output.gather(0, (lengths - 1).view(1, -1, 1).expand(1, B, D * P)).squeeze(0)
output.gather(1, (lengths - 1).view(-1, 1, 1).expand(B, 1, D * P)).squeeze(1)
torch.gather(output, 2, torch.zeros(1, 1, 1).long())
output.gather(-1, torch.tensor([[[1, 0]]]))
h_n.gather(0, torch.tensor([[[0]]]))
output.index_select(0, torch.tensor([0, 1]))
output.index_select(-1, torch.arange(P))
torch.index_select(output, 0, lengths - 1)
output.index_select(0, torch.tensor(0))
output.select(0, -1)
output.select(1, 0)
output.select(-1, 0)
output.narrow(0, 0, 1)
output.narrow(-1, P, P)
output.narrow(-1, -1, 1)
output.narrow(0, 1, 0)
output[lengths.sub(1), range(B)]
output.index_select(dim=0, index=torch.LongTensor([0, 1]))
x[:, lengths.argsort(descending=True, stable=True)]
output[:, lengths.argsort(stable=True).argsort(stable=True)]
max(T, B), min(T, B), sum((T, B)), abs(-T)
""",
    "masks": """
output[torch.arange(T) > 0]
output[torch.arange(T) < 2, 0]
output[:, torch.arange(B) == 0]
output[:, torch.arange(B) == 0, 0]
output[torch.arange(T) == 0, :, torch.arange(D * P) < 2]
output[(torch.arange(T) == 0), :, 0]
output[torch.arange(T)[:, None] < lengths]
output[torch.arange(T)[None, :] < lengths[:, None]]
output[torch.arange(T)[:, None] >= lengths]
output[(torch.arange(T)[:, None] < lengths), 0]
h_n[torch.arange(L * D) % D == 0]
torch.where(torch.arange(T)[:, None, None] < lengths[:, None], output, 0)
torch.where(torch.arange(D * P) < P, output, torch.zeros_like(output))
output[~(torch.arange(T) > 0)]
output[(torch.arange(T) > 0) & (torch.arange(T) < 3)]
output[lengths > 2]
output.masked_fill(torch.arange(D * P) < P, 0)
output.masked_fill(mask=(torch.arange(T) == 0)[:, None, None], value=0)
torch.where(torch.arange(T).eq(0)[:, None, None], output, 0)
""",
    "splits": """
output.chunk(2, -1)
output.chunk(2, dim=-1)[0]
output.chunk(2)
output.chunk(3)
output.chunk(4)[-1]
output.chunk(100)
torch.chunk(output, 2, dim=2)[1][:, 0]
output.split(P, -1)
output.split(P, dim=-1)[-1]
output.split(2)
output.split([1, T - 1])
output.split((P, (D - 1) * P), 2)
output.split(100)
torch.split(output, 2, 1)
torch.split(output, [P, P], dim=-1)
h_n.split(D)
h_n.split(1)[-1].squeeze(0)
h_n.unbind()
output.unbind(1)
output.unbind(dim=-1)[0]
torch.unbind(output, 0)[-1]
""",
}
