#!/usr/bin/env python3
"""Makes the fixtures beside it: what float64 PyTorch computes for small networks of every cell.

    pip install torch && python3 make_fixtures.py

Where PyTorch has the cell (rnn, gru-pytorch, lstm) its own module is used; the lectures' GRUs and the LSTM with
peepholes are written out as equations and differentiated by autograd. Each case is one JSON file:

  parameters  name -> shape and values in 1024ths (so that float and double start from the same numbers)
  inputs      T x B x K ids, negative for "nothing"; targets T x B, negative for masked; resets T x B
  window      steps a window; the state is carried from one to the next, the gradient is not
  scale       the factor of the loss sum whose gradient is taken
  logits      T x B x V;  losses: the sum of each window;  states: a (and c) of each layer at the end
  gradients   name -> values, summed over the windows
"""
import json
import os

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
HERE = os.path.dirname(os.path.abspath(__file__))
GATES = {"rnn": 1, "gru-simplified": 2, "gru": 3, "gru-pytorch": 3, "lstm": 4, "lstm-peephole": 4}
PREFIX = {"rnn": "rnn", "gru-simplified": "gru_simplified", "gru": "gru_full", "gru-pytorch": "gru",
          "lstm": "lstm", "lstm-peephole": "lstm"}
PYTORCH = {"rnn": torch.nn.RNN, "gru-pytorch": torch.nn.GRU, "lstm": torch.nn.LSTM}


def shapes(cell, sizes, embedding, hidden, layers, output):
    result = {}
    if embedding:
        result["embedding.weight"] = [sum(sizes), embedding]
    for layer in range(layers):
        width = hidden if layer else embedding or sum(sizes)
        tensors = {"weight_ih": [GATES[cell] * hidden, width], "weight_hh": [GATES[cell] * hidden, hidden]}
        if cell in ("gru-simplified", "gru"):
            tensors["bias"] = [GATES[cell] * hidden]
        else:
            tensors["bias_ih"] = tensors["bias_hh"] = [GATES[cell] * hidden]
        if cell == "lstm-peephole":
            tensors["weight_peephole"] = [3, hidden]
        for name, shape in tensors.items():
            result[f"{PREFIX[cell]}.{name}_l{layer}"] = shape
    result["linear.weight"] = [output, hidden]
    result["linear.bias"] = [output]
    return result


def lecture_step(cell, p, x, a, c):
    """One step of one layer in the lectures' equations; p finds a tensor of the layer."""
    zx, w = x @ p("weight_ih").T, p("weight_hh")
    if cell == "gru-simplified":
        zu, zc = (zx + a @ w.T + p("bias")).chunk(2, -1)
        update = torch.sigmoid(zu)
        return update * torch.tanh(zc) + (1 - update) * a, c
    if cell == "gru":
        xr, xu, xc = (zx + p("bias")).chunk(3, -1)
        wr, wu, wc = w.chunk(3, 0)
        relevance, update = torch.sigmoid(xr + a @ wr.T), torch.sigmoid(xu + a @ wu.T)
        candidate = torch.tanh(xc + (relevance * a) @ wc.T)
        return update * candidate + (1 - update) * a, c
    zi, zf, zg, zo = (zx + p("bias_ih") + a @ w.T + p("bias_hh")).chunk(4, -1)
    pi, pf, po = p("weight_peephole")
    c_next = torch.sigmoid(zi + pi * c) * torch.tanh(zg) + torch.sigmoid(zf + pf * c) * c
    return torch.sigmoid(zo + po * c_next) * torch.tanh(c_next), c_next


def make(name, cell, sizes, embedding, hidden, layers, output, batch, time, window, masks, resets, nothing, seed):
    g = torch.Generator().manual_seed(seed)
    steps = {n: torch.randint(-700, 701, s, generator=g) for n, s in
             shapes(cell, sizes, embedding, hidden, layers, output).items()}
    p = {n: (v.double() / 1024).requires_grad_() for n, v in steps.items()}
    inputs = torch.stack([torch.randint(0, s, (time, batch), generator=g) for s in sizes], -1)
    if nothing:
        inputs[torch.rand(inputs.shape, generator=g) < 0.25] = -1
    targets = torch.randint(0, output, (time, batch), generator=g)
    if masks:
        targets[torch.rand(targets.shape, generator=g) < 0.3] = -1
    begins = torch.rand(time, batch, generator=g) < (0.3 if resets else 0)
    scale = 0.125

    module = None
    if cell in PYTORCH:
        module = PYTORCH[cell](embedding or sum(sizes), hidden, layers)
        module.load_state_dict({n.split(".")[1]: v for n, v in p.items() if n.startswith(PREFIX[cell] + ".")})
    module_parameters = dict(module.named_parameters()) if module else {}

    def look_up(ids):
        """The rows of the fields' tables, added up; a one-hot vector is a row of the unit matrix."""
        table = p["embedding.weight"] if embedding else torch.eye(sum(sizes))
        start = torch.tensor([sum(sizes[:k]) for k in range(len(sizes))])
        rows = F.embedding((ids + start).clamp(min=0), table)
        return (rows * (ids >= 0).unsqueeze(-1)).sum(-2)

    a = torch.zeros(layers, batch, hidden)
    c = torch.zeros(layers, batch, hidden)
    logits, losses = [], []
    for start in range(0, time, window):
        a, c = a.detach(), c.detach()
        outputs = []
        for t in range(start, min(start + window, time)):
            keep = (~begins[t]).double().reshape(1, batch, 1)
            a, c = a * keep, c * keep
            x = look_up(inputs[t])
            if module:
                if cell == "lstm":
                    y, (a, c) = module(x.unsqueeze(0), (a, c))
                else:
                    y, a = module(x.unsqueeze(0), a)
                x = y[0]
            else:
                new_a, new_c = [], []
                for layer in range(layers):
                    def tensor(n, layer=layer):
                        return p[f"{PREFIX[cell]}.{n}_l{layer}"]
                    x, memory = lecture_step(cell, tensor, x, a[layer], c[layer])
                    new_a.append(x)
                    new_c.append(memory)
                a, c = torch.stack(new_a), torch.stack(new_c)
            outputs.append(F.linear(x, p["linear.weight"], p["linear.bias"]))
        outputs = torch.stack(outputs)
        wanted = targets[start:start + window]
        loss = F.cross_entropy(outputs.reshape(-1, output), wanted.reshape(-1), reduction="sum", ignore_index=-1)
        (loss * scale).backward()
        logits.append(outputs.detach())
        losses.append(loss.item())

    def gradient(n):
        return module_parameters.get(n.split(".")[1], p[n]).grad if n.startswith(PREFIX[cell]) else p[n].grad

    def numbers(tensor):
        return [float(f"{v:.11g}") for v in tensor.detach().reshape(-1).tolist()]

    fixture = {
        "name": name,
        "configuration": {"cell": cell, "inputSizes": sizes, "hiddenSize": hidden, "layers": layers,
                          "outputSize": output} | ({"embeddingSize": embedding} if embedding else {}),
        "parameters": {n: {"shape": list(v.shape), "in1024ths": v.reshape(-1).tolist()} for n, v in steps.items()},
        "batch": batch, "time": time, "window": window, "scale": scale,
        "inputs": inputs.reshape(-1).tolist(), "targets": targets.reshape(-1).tolist(),
        "resets": begins.reshape(-1).tolist(),
        "logits": numbers(torch.cat(logits)), "losses": losses,
        "a": [numbers(a[layer]) for layer in range(layers)],
        "c": [numbers(c[layer]) for layer in range(layers)] if cell.startswith("lstm") else [],
        "gradients": {n: numbers(gradient(n)) for n in p},
    }
    with open(os.path.join(HERE, f"{name}.json"), "w") as file:
        json.dump(fixture, file, separators=(",", ":"))
        file.write("\n")


for index, cell in enumerate(GATES):
    make(f"{cell}-one-hot", cell, [7], None, 6, 1, 5, batch=3, time=6, window=6,
         masks=False, resets=False, nothing=False, seed=100 + index)
    make(f"{cell}-embedding", cell, [7], 3, 5, 2, 6, batch=2, time=9, window=3,
         masks=True, resets=False, nothing=False, seed=200 + index)
    make(f"{cell}-fields", cell, [4, 2, 3], None, 4, 3, 5, batch=4, time=8, window=5,
         masks=True, resets=True, nothing=True, seed=300 + index)
    make(f"{cell}-embedded-fields", cell, [4, 5], 3, 5, 2, 4, batch=3, time=7, window=4,
         masks=True, resets=True, nothing=True, seed=400 + index)
