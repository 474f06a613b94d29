#include "apps/cli_task_graph.h"

#include <gmock/gmock.h>

namespace argosy::cli {
namespace {

using ::testing::HasSubstr;

v1::Task& add(v1::ListTasksResponse& answer, const std::string& id, const std::string& type,
              const std::string& good, const std::vector<std::string>& depends_on) {
    v1::Task& task = *answer.add_tasks();
    task.set_id(id);
    task.set_pipeline("pipeline-1-1");
    task.set_product("MACHINERY");
    task.set_type(type);
    task.set_good(good);
    task.set_status("PENDING");
    (type == "DELIVER" || type == "SELL" ? *task.mutable_to() : *task.mutable_from()) = "X1-A-B2";
    for (const std::string& before : depends_on)
        task.add_depends_on(before);
    return task;
}

/// Two lots of MACHINERY from a factory that a ship brings IRON to.
v1::ListTasksResponse machinery() {
    v1::ListTasksResponse answer;
    v1::Task& acquire = add(answer, "task-1-1", "ACQUIRE", "IRON", {});
    acquire.set_status("EXECUTING");
    acquire.set_ship("ARGOSY-3");
    acquire.set_quantity(40);
    acquire.set_doing("fetching IRON from X1-A-B2");
    add(answer, "task-1-2", "DELIVER", "IRON", {"task-1-1"}).set_waits_for("its cargo");
    for (const char* lot : {"3", "4"}) {
        const std::string collect = std::string("task-1-") + lot;
        add(answer, collect, "COLLECT", "MACHINERY", {"task-1-2"}).set_waits_for("supply \"HIGH\"");
        add(answer, collect + "1", "SELL", "MACHINERY", {collect});
    }
    return answer;
}

TEST(TaskGraph, DrawsWhatWaitsAboveWhatItWaitsFor) {
    EXPECT_EQ(tree_of(machinery()),
              "pipeline-1-1 (MACHINERY)\n"
              "SELL MACHINERY to X1-A-B2 [task-1-31] PENDING\n"
              "`- COLLECT MACHINERY at X1-A-B2 [task-1-3] PENDING, waits for supply \"HIGH\"\n"
              "   `- DELIVER IRON to X1-A-B2 [task-1-2] PENDING, waits for its cargo\n"
              "      `- ACQUIRE IRON at X1-A-B2 [task-1-1] EXECUTING, 40 units, ARGOSY-3: fetching "
              "IRON from X1-A-B2\n"
              "SELL MACHINERY to X1-A-B2 [task-1-41] PENDING\n"
              "`- COLLECT MACHINERY at X1-A-B2 [task-1-4] PENDING, waits for supply \"HIGH\"\n"
              "   `- DELIVER IRON to X1-A-B2 [task-1-2] see above\n");
}

TEST(TaskGraph, DrawsEachPipelineByItselfAndWhatIsLeftOfAFilteredOne) {
    v1::ListTasksResponse answer;
    add(answer, "task-1-2", "DELIVER", "IRON", {"task-1-1"});
    add(answer, "task-1-9", "LIQUIDATE", "FUEL", {}).clear_pipeline();
    EXPECT_EQ(tree_of(answer),
              "pipeline-1-1 (MACHINERY)\n"
              "DELIVER IRON to X1-A-B2 [task-1-2] PENDING\n"
              "\n"
              "no pipeline\n"
              "LIQUIDATE FUEL at X1-A-B2 [task-1-9] PENDING\n");
    EXPECT_EQ(tree_of({}), "(none)\n");
}

TEST(TaskGraph, SaysForWhichGoodsFactoryAPipelineWorks) {
    v1::ListTasksResponse answer;
    add(answer, "task-1-1", "ACQUIRE", "IRON", {}).set_goods_factory("factory-1-2");
    EXPECT_THAT(tree_of(answer), HasSubstr("pipeline-1-1 (MACHINERY for factory-1-2)\n"));
}

TEST(TaskGraph, EndsThoughTasksWaitForEachOther) {
    v1::ListTasksResponse answer;
    add(answer, "task-1-1", "ACQUIRE", "IRON", {"task-1-2"});
    add(answer, "task-1-2", "DELIVER", "IRON", {"task-1-1"});
    add(answer, "task-1-3", "SELL", "IRON", {"task-1-2"});
    EXPECT_THAT(tree_of(answer), HasSubstr("[task-1-2] see above"));
}

TEST(TaskGraph, IsAGraphForGraphviz) {
    const std::string dot = dot_of(machinery());
    EXPECT_THAT(dot, HasSubstr("digraph tasks {\n"));
    EXPECT_THAT(dot, HasSubstr("label=\"pipeline-1-1 (MACHINERY)\""));
    EXPECT_THAT(dot, HasSubstr("\"task-1-3\" [label=\"COLLECT MACHINERY at X1-A-B2\\nPENDING, "
                               "waits for supply 'HIGH'\"];"));
    EXPECT_THAT(dot, HasSubstr("    \"task-1-2\" -> \"task-1-3\";\n"));
}

TEST(TaskGraph, IsAGraphForMarkdown) {
    const std::string mermaid = mermaid_of(machinery());
    EXPECT_EQ(mermaid.rfind("flowchart TD\n", 0), 0u);
    EXPECT_THAT(mermaid, HasSubstr("subgraph pipeline_1_1[\"pipeline-1-1 (MACHINERY)\"]"));
    EXPECT_THAT(mermaid, HasSubstr("task_1_1[\"ACQUIRE IRON at X1-A-B2<br/>EXECUTING, "));
    EXPECT_THAT(mermaid, HasSubstr("    task_1_2 --> task_1_3\n"));
}

TEST(TaskGraph, IsATableToo) {
    EXPECT_THAT(table_of(machinery()), HasSubstr("TASK "));
    EXPECT_EQ(task_graph("table"), table_of);
    EXPECT_EQ(task_graph("tree"), tree_of);
}

}  // namespace
}  // namespace argosy::cli
