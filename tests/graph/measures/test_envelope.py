"""What every answer says of its day."""

from datetime import date

import pytest

from graph.analysis.results import Result
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.envelope import Answer, answer_model, enclose

READ = date(2026, 11, 20)


class Nothing(Result):
    """A result without rows."""


@pytest.mark.parametrize(("day", "told"), [(date(2026, 12, 21), False), (date(2026, 12, 22), True)])
def test_a_day_that_nobody_can_know_of_yet_is_said_to_be_carried_forward(facts_of, day, told):
    facts = facts_of("model:m DEVELOPED_BY lab:l")
    read = [one.model_copy(update={"source": one.source.model_copy(update={"retrieved_on": READ})}) for one in facts]
    graph = KnowledgeGraph.build(read)
    answer = enclose(answer_model("NothingAnswer", Nothing), graph.snapshot(day), Answer(Nothing()), {})
    said = f"no source was read after {READ}: what held then is taken to hold on {day}"
    assert (said in answer.meta.assumptions) is told
