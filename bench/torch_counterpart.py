"""PyTorch's side of `./woodshed bench --against-torch`.

Reads requests and writes answers, each a JSON object on a line of its own:

    {"request": "prepare", "task": {"kind": "training", "cell": "LSTM", "hidden": 256, ...}}
    {"request": "work", "seconds": 0.7}

Several tasks may be prepared, each under a number ("slot"), which work then names; 0 unless told.

A task is done in the fastest of several forms, which are tried first. "autocast" runs forward and loss under
torch.autocast in bfloat16. Training is one update: one-hot input (or an
embedding), the network, cross-entropy, backward, clipping, fused Adam. Sampling is a loop over cells (several times
faster than calling nn.LSTM a step at a time) under inference_mode: softmax at a temperature of 0.8, multinomial.
"""

import json
import signal
import sys
import time


def answer(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as error:
    answer(error=f"--against-torch needs PyTorch (pip install torch); python3 says: {error}")
    sys.exit(1)

TEMPERATURE = 0.8


class Model(nn.Module):
    """Ids in, logits of what comes next out. `rows_first` is PyTorch's batch_first."""

    def __init__(self, task, rows_first):
        super().__init__()
        self.vocabulary = task["vocabulary"]
        width = task.get("embedding")
        self.embedding = nn.Embedding(self.vocabulary, width) if width else None
        network = getattr(nn, task["cell"])
        self.recurrent = network(width or self.vocabulary, task["hidden"], task["layers"], batch_first=rows_first)
        self.linear = nn.Linear(task["hidden"], self.vocabulary)

    def forward(self, ids):
        if self.embedding is None:
            vectors = F.one_hot(ids, self.vocabulary).float()
        else:
            vectors = self.embedding(ids)
        return self.linear(self.recurrent(vectors)[0])


def training(task, rows_first):
    """Returns a function that makes one update."""
    torch.manual_seed(0)
    model = Model(task, rows_first)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    windows = torch.randint(0, task["vocabulary"], (20, task["time"] + 1, task["batch"]))
    number = 0

    def update():
        nonlocal number
        window = windows[number % 20]
        inputs, targets = window[:-1], window[1:]
        if rows_first:
            inputs, targets = inputs.T.contiguous(), targets.T.contiguous()
        number += 1
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=bool(task.get("autocast"))):
            logits = model(inputs)
            loss = F.cross_entropy(logits.reshape(-1, task["vocabulary"]), targets.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        return loss.item()

    return update


def sampling(task):
    """Returns a function that generates some tokens in each of the batch's rows."""
    torch.manual_seed(0)
    vocabulary, hidden, batch = task["vocabulary"], task["hidden"], task["batch"]
    cell = getattr(nn, task["cell"] + "Cell")
    width = task.get("embedding") or vocabulary
    cells = [cell(hidden if layer else width, hidden) for layer in range(task["layers"])]
    linear = nn.Linear(hidden, vocabulary)
    # What each token reads as: a vector of its own, or one-hot.
    inputs = torch.randn(vocabulary, width) if task.get("embedding") else torch.eye(vocabulary)
    has_memory = task["cell"] == "LSTM"
    ids = torch.zeros(batch, dtype=torch.long)
    states = [torch.zeros(batch, hidden) for _ in cells]
    memories = [torch.zeros(batch, hidden) for _ in cells]

    @torch.inference_mode()
    def generate():
        nonlocal ids
        for _ in range(sampling_steps(task)):
            vectors = inputs[ids]
            for layer, step in enumerate(cells):
                if has_memory:
                    states[layer], memories[layer] = step(vectors, (states[layer], memories[layer]))
                else:
                    states[layer] = step(vectors, states[layer])
                vectors = states[layer]
            probabilities = F.softmax(linear(vectors) / TEMPERATURE, dim=-1)
            ids = torch.multinomial(probabilities, 1)[:, 0]
            if batch == 1:
                ids.item()

    return generate


def sampling_steps(task):
    return 20 if task["batch"] == 1 else 4


def tokens(task):
    if task["kind"] == "training":
        return task["batch"] * task["time"]
    return task["batch"] * sampling_steps(task)


def forms(task):
    """The forms to choose from: words, and the settings they stand for."""
    threads = task["threads"]
    for count in sorted({1, threads}):
        for flush in (False, True):
            for rows_first in (False, True) if task["kind"] == "training" else (False,):
                words = [f"{count} thread{'s' if count > 1 else ''}"]
                words += ["flush denormals"] if flush else []
                words += ["batch first"] if rows_first else []
                yield ", ".join(words), count, flush, rows_first


def settle(count, flush):
    torch.set_num_threads(count)
    torch.set_flush_denormal(flush)


def set_up(task, count, flush, rows_first):
    settle(count, flush)
    return training(task, rows_first) if task["kind"] == "training" else sampling(task)


def timed(work, seconds):
    """The seconds of each piece of work, at least one."""
    durations = []
    start = time.perf_counter()
    while not durations or time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        work()
        durations.append(time.perf_counter() - begin)
    return durations


def median(values):
    return sorted(values)[len(values) // 2]


def tried(task, form):
    """The seconds that a piece of work takes in this form."""
    work = set_up(task, *form[1:])
    work()
    return median(timed(work, 0.15))


def prepare(task):
    """Tries all forms, those that do well once more, and sets up the fastest."""
    durations = {form: tried(task, form) for form in forms(task)}
    for form in sorted(durations, key=durations.get)[:3]:
        durations[form] = min(durations[form], tried(task, form))
    form = min(durations, key=durations.get)
    work = set_up(task, *form[1:])
    work()
    return work, form


def libraries():
    names = []
    if torch.backends.mkldnn.is_available():
        names.append("oneDNN")
    if torch.backends.mkl.is_available():
        names.append("MKL")
    if torch.backends.openmp.is_available():
        names.append("OpenMP")
    return ", ".join(names)


def main():
    # Ctrl-C ends it without a word.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    torch.set_num_interop_threads(1)
    answer(version=torch.__version__, capability=torch.backends.cpu.get_cpu_capability(), libraries=libraries())
    prepared = {}
    for line in sys.stdin:
        request = json.loads(line)
        slot = request.get("slot", 0)
        if request["request"] == "prepare":
            prepared[slot] = prepare(request["task"])
            answer(variant=prepared[slot][1][0], tokens=tokens(request["task"]))
        else:
            work, form = prepared[slot]
            settle(form[1], form[2])
            answer(durations=timed(work, request["seconds"]))


if __name__ == "__main__":
    main()
