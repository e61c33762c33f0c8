"""Expressions that PyTorch refuses, whatever network it runs."""

REFUSED = """
output[0, 0, 0].permute()
rearrange((h_n[0], h_n[-1]), "n ... -> ... n")
output[:1].expand(4, -1, -1).view(-1)
output[[True, False]]
output[::-1]
output[:, ::-2]
output[0, 0, 0, 0]
output[0, 0, 0, ..., 0]
output[100]
output[-100]
output[[100]]
output[torch.tensor([-100])]
output[0.5]
output[torch.tensor([0.5])]
output[torch.arange(100) > 0]
output[[0, 1], [0, 1, 2]]
output[:, :, [0, 1], 0]
output.view(-1, -1)
output.view(7, 7)
output.view(-2)
output.view(0, -1)
output.reshape(2.5)
output.reshape(T, B, 7)
output.permute(0, 0, 1)
output.permute(0)
output.permute(0, 1, 5)
output.transpose(0, 5)
output.unsqueeze(7)
output.squeeze(7)
output.flip(9)
output.flip(0, 0)
h_n.unflatten(0, (7, 7))
output.unflatten(-1, (-1, -1))
output.expand(7, 7)
output.expand(2)
output.expand(-1, 2, 2, 2, 2)
output.repeat(2)
output.repeat(-1, 1, 1)
torch.cat((output, h_n[0]), 0)
torch.cat((output, output[..., :1]), 0)
torch.cat(())
torch.cat((output, 1))
torch.cat((output[0, 0, 0], output[0, 0, 0]))
torch.stack((output, output), 9)
output.chunk(0)
output.chunk(-1)
output.split(-1)
output.split([1, 1, 1, 1, 1, 1, 1])
output.split([-1, T + 1])
output[0, 0, 0].unbind()
output.select(0, 100)
output.narrow(0, 0, 100)
output.narrow(0, 0, -1)
output.gather(0, torch.tensor([[[100]]]))
output.gather(0, torch.tensor([[[-1]]]))
output.gather(0, torch.tensor([0.5]))
output.index_select(0, torch.tensor([100]))
output.index_select(0, torch.tensor([[0]]))
output.index_select(0, torch.tensor([0.5]))
output.index_select(0, [0])
output + torch.zeros(7)
output @ torch.zeros(17, 2)
output @ torch.tensor(1.0)
output.sum(9)
output.sum((0, 0))
output.max(9)
output.mean(dim=(0, -5))
lengths.mean()
torch.softmax(lengths, 0)
torch.softmax(output, 9)
torch.bmm(output[0], output[0])
torch.einsum("ab,bc->ac", output, output)
torch.einsum("abc->abd", output)
torch.einsum("abc->aab", output)
torch.einsum("abc,abc->abc", output)
torch.einsum("ab", h_n[0], h_n[0])
torch.einsum(h_n[0], "ab")
torch.mm(output, output)
torch.dot(output, output)
output.topk(1000, 0)
output.roll((1, 2), 0)
output.repeat_interleave(-1, 0)
output.clamp()
output.masked_fill(torch.arange(1000) > 2, 0)
torch.sort(output, 5)
output.cumsum()
sum(output[0, 0, 0])
lengths.std()
range(0.5)
torch.where(output, 0, output)
torch.where(torch.arange(7) > 0, output, 0)
output[0].t(0)
output.nothing()
output.shape[9]
output.size(9)
output[:0].max()
output[:0].amax(0)
output[:0].argmax()
output if output else 0
~output
output & output
(output > 0) - (output > 0)
-(output > 0)
torch.arange(3, 0)
torch.arange(0, 3, 0)
torch.tensor([[1], [1, 2]])
torch.zeros(-1)
output.mT.nothing
rearrange(h_n, "(l d) b h -> l d b h")
rearrange(h_n, "(l d) b h -> l d b h", d=7)
rearrange(h_n, "l b h -> l b")
rearrange(h_n, "l l h -> l h")
rearrange(h_n, "l b h")
"""
