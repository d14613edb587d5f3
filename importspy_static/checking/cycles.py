"""The cycles of a graph: Tarjan's strongly connected components, with a stack of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def cycles(leads_to: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The sets of nodes that lead to each other, and the nodes that lead to themselves.

    Each begins with its smallest node and goes on with those that it leads to, as a walk meets them, the smallest
    first; so a plain cycle is told in its own order. The cycles are in the order of their first nodes.
    """
    found: list[tuple[str, ...]] = []
    for component in _components(leads_to):
        first = min(component)
        if len(component) > 1 or first in leads_to.get(first, ()):
            found.append(tuple(_walked(first, component, leads_to)))
    return tuple(sorted(found))


def _components(leads_to: Mapping[str, Sequence[str]]) -> Iterator[set[str]]:
    """R. Tarjan, "Depth-first search and linear graph algorithms", 1972."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    for start in leads_to:
        if start in number:
            continue
        pending: list[tuple[str, Iterator[str]]] = [(start, iter(leads_to[start]))]
        number[start] = low[start] = len(number)
        open_nodes.append(start)
        is_open.add(start)
        while pending:
            node, rest = pending[-1]
            after = next(rest, None)
            if after is None:
                pending.pop()
                if pending:
                    low[pending[-1][0]] = min(low[pending[-1][0]], low[node])
                if low[node] == number[node]:
                    at = _last_index(open_nodes, node)
                    component = set(open_nodes[at:])
                    del open_nodes[at:]
                    is_open -= component
                    yield component
            elif after not in number:
                number[after] = low[after] = len(number)
                open_nodes.append(after)
                is_open.add(after)
                pending.append((after, iter(leads_to.get(after, ()))))
            elif after in is_open:
                low[node] = min(low[node], number[after])


def _last_index(nodes: list[str], node: str) -> int:
    at = len(nodes) - 1
    while nodes[at] != node:
        at -= 1
    return at


def _walked(first: str, component: set[str], leads_to: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The nodes of a component from the first one on, depth first."""
    seen: set[str] = set()
    pending = [first]
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        pending += sorted((each for each in leads_to.get(node, ()) if each in component - seen), reverse=True)
