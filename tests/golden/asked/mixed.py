"""Expressions that compute: reductions, products, layers and arithmetic."""

MIXED = {
    "reductions": """
output.sum()
output.sum(0)
output.sum(-1)
output.sum(dim=1)
output.sum((0, 1))
output.sum(dim=(0, -1), keepdim=True)
output.sum(0, keepdim=True)
output.sum(0, True)
output.mean()
output.mean(0)
output.mean(dim=1)
output.mean((0, 2))
output.mean(-1, keepdim=True)
torch.sum(output, dim=0)
torch.mean(output, 1)
torch.mean(h_n)
output.max()
output.max(0)
output.max(0).values
output.max(dim=1, keepdim=True)[0]
torch.max(output, 0)[0]
torch.max(output, dim=-1).values
output.min(1)
output.min(-1).values
torch.min(output)
output.amax(0)
output.amax((0, 1))
output.amin(-1, keepdim=True)
torch.amax(output, dim=(0, 1))
output.argmax(0)
output.argmax(-1)
output.argmax()
output.argmin(1, keepdim=True)
output.max(0).indices
torch.max(output, 0)[1]
torch.argmax(output, dim=-1)
lengths.max()
lengths.sum()
lengths.sum(0)
output[0, 0, 0].sum(0)
output[0, 0, 0].max(0)
(output > 0).sum()
(output > 0).sum(0)
(output > 0).float().mean(0)
(output > 2).all()
(output < 2).all(0)
(output > 0).any(-1)
(output > 2).any()
h_n.sum(0).sum(0)
output[:0].sum(0)
output[:0].sum()
output[:, :0].amax(0)
output[:, :0].sum(1)
output[:, :0].max(0).values
output[:0].all()
output.sum(0) / T
output.sum(0) / lengths[:, None]
(output * (torch.arange(T)[:, None] < lengths)[..., None]).sum(0) / lengths[:, None]
output.sum(())
output.mean([0, 1])
output.std()
output.var()
output.norm()
output.norm(dim=-1)
torch.norm(output, 2, dim=(0, 1))
output.prod(0)
torch.prod(output, dim=-1)
output.cumsum(0)
output.cumsum(dim=-1)
torch.cumsum(output, 1)
""",
    "arithmetic": """
output.add(1)
torch.add(output, output)
output.sub(output[0])
torch.mul(output, 2)
output.mul(output)
output.div(2)
torch.div(output, T)
output.pow(2)
torch.pow(output, 3)
torch.multiply(output, output[0])
torch.subtract(output, 1)
abs(output)
sum(h_n)
output.clamp(-0.1, 0.1)
output.clamp(min=0)
torch.clamp(output, max=0.05)
output.square()
F.leaky_relu(output)
F.elu(output)
F.softmax(input=output, dim=-1)
output + output
output[-1] + output[0]
output[..., :P] + output[..., P:]
h_n[-1] + h_n[-2]
(h_n[-1] + h_n[0]) / 2
output * 2
2 * output
output - 1
1 - output
output / 2
output // 0.1
output % 0.3
output ** 2
output ** 0.5
2 ** output
-output
+output
output * 0
output + x[..., :1]
output[0] * h_n[-1]
output + h_n[-1]
output + torch.arange(D * P)
output * lengths[:, None]
output + 1.5 * torch.ones(D * P)
output + True
lengths
lengths[0]
torch.where(lengths > 2, 1, 0)
lengths + 1
lengths - 1
lengths / 2
lengths // 2
lengths * 1.5
lengths ** 2
lengths % 2
1 - lengths
lengths + lengths
lengths == T
lengths - 1 == T - 1
-lengths
~(lengths > 1)
(lengths > 1) & (lengths < 4)
(lengths > 1) | True
lengths > 1.5
output.abs()
torch.abs(output)
torch.tanh(output)
torch.sigmoid(output)
torch.exp(output)
output.exp().log()
output.relu()
F.relu(output)
torch.relu(-output)
torch.sqrt(output.abs())
torch.maximum(output[0], output[-1])
torch.minimum(output[0], output[-1])
torch.max(output[0], output[-1])
torch.min(output[0], output[-1])
torch.where(torch.arange(D * P) > 0, output, -output)
torch.where(torch.arange(T)[:, None, None] >= 0, output, 1.5)
output.double()
output.float()
output.to(torch.float64)
output.float() + output
output.double() + 1
lengths.float()
lengths.float() / 2
lengths.double() * output[0, 0, 0]
torch.zeros(2) + output[0, 0, 0]
torch.ones(2, 3)
torch.zeros(2, 3).sum()
torch.ones_like(output)
torch.ones_like(lengths)
torch.arange(2, 5)
torch.arange(0, 1, 0.25)
torch.arange(5, 0, -2)
torch.arange(2.5)
torch.arange(0)
torch.tensor([1, 2]) * 2
torch.tensor([1.5, 2]) + lengths[0]
torch.tensor([True, False])
torch.tensor([[1, 2], [3, 4]]).T
torch.tensor(2.5)
torch.tensor([1, 2.5])
torch.tensor([])
torch.tensor([1, 2], dtype=torch.float32)
torch.zeros(3, dtype=torch.long)
torch.zeros((2, 2))
torch.arange(B, device=x.device)
""",
    "comparisons": """
torch.eq(output, output)
output.eq(0)
output.ge(output)
(output[-1] - h_n[-1]).abs().max()
output > 0
output >= output
output[-1] == h_n[-1]
output[..., -1, :] == h_n[-1]
output[-1, :, :P] == h_n[-2]
output[0, :, P:] == h_n[-1]
output[-1] != output[0]
output == 0
x < x.mean()
torch.equal(output, output)
torch.equal(output[-1], h_n[-1])
torch.equal(output, h_n)
torch.allclose(output[-1], h_n[-1])
torch.allclose(output[0, ..., P:], h_n[-1])
torch.allclose(output, output + 1e-7)
torch.allclose(output, output * 1.01)
torch.allclose(output, output + 1, atol=1.0)
output.equal(output)
h_n[-1].allclose(output[-1])
(output[-1] == h_n[-1]).all()
0 < T < 10
(output == output).all() and True
""",
    "constants": """
lengths.sort(0, descending=True)
lengths.sort(descending=True).indices
torch.sort(lengths)[0]
torch.argsort(lengths, descending=True)
lengths.argsort()
torch.topk(lengths, 1).values
lengths.topk(k=1, largest=False)[0]
torch.arange(T).flip(0).sort()[0]
lengths.cumsum(0)
torch.arange(T).cumsum(dim=0)
max(lengths), min(lengths), sum(lengths)
torch.arange(T).lt(2), torch.arange(T).le(2), torch.arange(T).gt(2), torch.arange(T).ge(2)
torch.ne(torch.arange(T), 1)
torch.full((2, 3), 1)
torch.full((B,), 0.5)
""",
    "products": """
torch.mm(h_n[0], h_n[-1].T)
h_n[0].mm(h_n[-1].t())
torch.dot(h_n[0, 0], h_n[-1, 0])
output @ output.transpose(1, 2)
output @ output[0].T
output[0] @ output[0].t()
torch.matmul(output, torch.ones(D * P, 2).to(output.dtype))
output[0, 0] @ output[0, 0]
output[0] @ output[0, 0]
output[0, 0] @ output.mT
torch.bmm(output, output.transpose(1, 2))
torch.einsum("abc,dbc->abd", output, output)
torch.einsum("abc, dbc -> bad", output, output[:1])
torch.einsum("abc,abc->c", output, output)
torch.einsum("ij,kj->ik", h_n[0], h_n[-1])
torch.einsum("ab,ab", h_n[0], h_n[0])
torch.einsum("ii->i", h_n[0] @ h_n[0].T)
torch.einsum("ii", h_n[0] @ h_n[0].T)
torch.einsum("abc->cba", output)
torch.einsum("abc,dbc->abd", output, h_n[:1, :1, :1])
torch.einsum("ab,ba->a", h_n[0], h_n[0, :1].T)
torch.einsum("abc->", output)
torch.einsum("a,b->ab", h_n[0, 0], output[0, 0])
torch.einsum("abc,c,bc->a", output, output[0, 0], output[0])
torch.bmm(output.permute(1, 0, 2), h_n[-1].unsqueeze(2))
output.matmul(output.mT)
F.softmax(output, dim=-1)
F.softmax(output, 0)
torch.softmax(output, dim=1)
output.softmax(-1)
F.log_softmax(output, -1)
torch.log_softmax(h_n, 0)
h_n[..., :1].softmax(-1)
torch.softmax(output @ output.transpose(1, 2), -1)
torch.softmax(output @ output.transpose(1, 2), -1) @ output
(output * F.softmax(output.sum(-1, keepdim=True), 0)).sum(0)
output[:0].softmax(0)
""",
    "layers": """
self.fc(output)
self.fc(output[-1])
self.fc(output)[-1]
self.fc(self.dropout(output))
F.softmax(self.fc(output), -1)
self.fc(output).argmax(-1)
self.relu(output)
p = pack_padded_sequence(x, lengths, self.batch_first, enforce_sorted=False); p.batch_sizes, p.sorted_indices
F.dropout(output)
self.fc(torch.cat([output[-1, ..., :P], output[0, ..., P:]], -1))
self.fc(output).view(-1, O)
y.sum(-1)
torch.allclose(y, self.fc(output))
""",
}
