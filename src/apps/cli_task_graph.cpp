#include "apps/cli_task_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "apps/cli_table.h"
#include "core/assert.h"

namespace argosy::cli {
namespace {

using Writer = std::string (*)(const v1::ListTasksResponse&);

const std::string& place_of(const v1::Task& task) {
    return task.from().empty() ? task.to() : task.from();
}

/// Returns "COLLECT IRON at X1-A-B2".
std::string work_of(const v1::Task& task) {
    return fmt::format("{} {} {} {}", task.type(), task.good(), task.from().empty() ? "to" : "at",
                       or_dash(place_of(task)));
}

/// Returns "EXECUTING, 40 units, ARGOSY-3: buying 40 IRON at X1-A-B2".
std::string state_of(const v1::Task& task) {
    std::string text = task.status();
    if (task.quantity() > 0) text += fmt::format(", {} units", task.quantity());
    if (!task.ship().empty()) text += ", " + task.ship();
    if (!task.doing().empty()) text += ": " + task.doing();
    if (!task.waits_for().empty()) text += ", waits for " + task.waits_for();
    return one_line(text);
}

/// The tasks of each pipeline, in the order of the answer.
std::vector<std::pair<std::string, std::vector<const v1::Task*>>> by_pipeline(
    const v1::ListTasksResponse& answer) {
    std::vector<std::pair<std::string, std::vector<const v1::Task*>>> pipelines;
    std::map<std::string, std::size_t> number_of;
    for (const v1::Task& task : answer.tasks()) {
        const auto [found, is_new] = number_of.try_emplace(task.pipeline(), pipelines.size());
        if (is_new) pipelines.emplace_back(task.pipeline(), std::vector<const v1::Task*>());
        pipelines[found->second].second.push_back(&task);
    }
    return pipelines;
}

std::string title_of(const std::string& pipeline, const v1::Task& any) {
    if (pipeline.empty()) return "no pipeline";
    if (any.product().empty()) return pipeline;
    return fmt::format("{} ({}{}{})", pipeline, any.product(),
                       any.goods_factory().empty() ? "" : " for ", any.goods_factory());
}

/// Draws what waits above what it waits for.
class Tree final {
  public:
    explicit Tree(const std::vector<const v1::Task*>& tasks) {
        for (const v1::Task* task : tasks)
            tasks_.emplace(task->id(), task);
        for (const v1::Task* task : tasks) {
            for (const std::string& before : task->depends_on())
                awaited_.insert(before);
        }
    }

    std::string text() {
        for (const auto& [id, task] : tasks_) {
            if (!awaited_.contains(id)) draw(*task, "", "");
        }
        return std::move(text_);
    }

  private:
    void draw(const v1::Task& task, const std::string& first, const std::string& others) {
        const bool again = !drawn_.insert(task.id()).second;
        text_ += fmt::format("{}{} [{}] {}\n", first, work_of(task), task.id(),
                             again ? "see above" : state_of(task));
        if (again) return;
        std::vector<const v1::Task*> before;
        for (const std::string& id : task.depends_on()) {
            const auto found = tasks_.find(id);
            if (found != tasks_.end()) before.push_back(found->second);
        }
        for (const v1::Task* each : before) {
            const bool last = each == before.back();
            draw(*each, others + (last ? "`- " : "|- "), others + (last ? "   " : "|  "));
        }
    }

    std::map<std::string, const v1::Task*> tasks_;
    std::set<std::string> awaited_;
    std::set<std::string> drawn_;
    std::string text_;
};

std::string escaped(std::string text) {
    std::string safe;
    for (const char letter : one_line(text))
        safe += letter == '"' || letter == '\\' ? '\'' : letter;
    return safe;
}

/// Graph languages know no hyphen in a name.
std::string node_of(std::string id) {
    std::ranges::replace(id, '-', '_');
    return id;
}

/// Every pair of tasks of the answer of which the second waits for the first.
std::vector<std::pair<std::string, std::string>> arrows_of(const v1::ListTasksResponse& answer) {
    std::set<std::string> known;
    for (const v1::Task& task : answer.tasks())
        known.insert(task.id());
    std::vector<std::pair<std::string, std::string>> arrows;
    for (const v1::Task& task : answer.tasks()) {
        for (const std::string& before : task.depends_on()) {
            if (known.contains(before)) arrows.emplace_back(before, task.id());
        }
    }
    return arrows;
}

}  // namespace

std::string tree_of(const v1::ListTasksResponse& answer) {
    std::string text;
    for (const auto& [pipeline, tasks] : by_pipeline(answer)) {
        text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n",
                            title_of(pipeline, *tasks.front()), Tree(tasks).text());
    }
    return text.empty() ? "(none)\n" : text;
}

std::string table_of(const v1::ListTasksResponse& answer) {
    Table table({left("TASK"), left("TYPE"), left("STATUS"), left("GOOD"), right("UNITS"),
                 left("FROM"), left("TO"), left("SHIP"), left("PIPELINE"), left("WAITS FOR")});
    for (const v1::Task& task : answer.tasks()) {
        table.add({task.id(), task.type(), task.status(), task.good(),
                   std::to_string(task.quantity()), task.from(), task.to(), task.ship(),
                   task.pipeline(), task.waits_for()});
    }
    return table.text();
}

std::string dot_of(const v1::ListTasksResponse& answer) {
    std::string text = "digraph tasks {\n    node [shape=box];\n";
    int number = 0;
    for (const auto& [pipeline, tasks] : by_pipeline(answer)) {
        text += fmt::format("    subgraph cluster_{} {{\n        label=\"{}\";\n", number++,
                            escaped(title_of(pipeline, *tasks.front())));
        for (const v1::Task* task : tasks) {
            text += fmt::format("        \"{}\" [label=\"{}\\n{}\"];\n", task->id(),
                                escaped(work_of(*task)), escaped(state_of(*task)));
        }
        text += "    }\n";
    }
    for (const auto& [before, task] : arrows_of(answer))
        text += fmt::format("    \"{}\" -> \"{}\";\n", before, task);
    return text + "}\n";
}

std::string mermaid_of(const v1::ListTasksResponse& answer) {
    std::string text = "flowchart TD\n";
    for (const auto& [pipeline, tasks] : by_pipeline(answer)) {
        text +=
            fmt::format("    subgraph {}[\"{}\"]\n", node_of(pipeline.empty() ? "none" : pipeline),
                        escaped(title_of(pipeline, *tasks.front())));
        for (const v1::Task* task : tasks) {
            text += fmt::format("        {}[\"{}<br/>{}\"]\n", node_of(task->id()),
                                escaped(work_of(*task)), escaped(state_of(*task)));
        }
        text += "    end\n";
    }
    for (const auto& [before, task] : arrows_of(answer))
        text += fmt::format("    {} --> {}\n", node_of(before), node_of(task));
    return text;
}

Writer task_graph(std::string_view format) {
    static constexpr std::array<std::pair<std::string_view, Writer>, 4> kWriters{
        {{"tree", tree_of}, {"table", table_of}, {"dot", dot_of}, {"mermaid", mermaid_of}}};
    const auto* found =
        std::ranges::find(kWriters, format, &std::pair<std::string_view, Writer>::first);
    ARGOSY_ASSERT(found != kWriters.end());
    return found->second;
}

}  // namespace argosy::cli
