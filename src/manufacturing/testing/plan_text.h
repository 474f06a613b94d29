#pragma once

/// @file
/// Plans as lines of text, so that a test can state a whole task graph and a failure shows it.

#include <algorithm>
#include <string>
#include <vector>

#include "manufacturing/pipeline_planner.h"

namespace argosy::manufacturing::testing {

/// Returns "DELIVER DIAMONDS at X1-YZ19-A2".
inline std::string text_of(const hauls::ManufacturingTask& task) {
    return fmt::format("{} {} at {}", to_string(task.type), task.good, task.place());
}

/// Returns the tasks that a task depends on, in the order of their texts.
inline std::vector<std::string> dependencies_of(const PipelinePlan& plan,
                                                const hauls::ManufacturingTask& task) {
    std::vector<std::string> texts;
    for (const hauls::ManufacturingTask& other : plan.tasks) {
        const auto& ids = task.depends_on;
        if (std::find(ids.begin(), ids.end(), other.id) != ids.end()) {
            texts.push_back(text_of(other));
        }
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}

/// Returns "COLLECT IRON at F after DELIVER IRON_ORE at F, ...", or the bare task.
inline std::string line_of(const PipelinePlan& plan, const hauls::ManufacturingTask& task) {
    std::string line = text_of(task);
    const char* separator = " after ";
    for (const std::string& dependency : dependencies_of(plan, task)) {
        line += separator + dependency;
        separator = ", ";
    }
    return line;
}

/// Returns a line for each task.
inline std::vector<std::string> lines_of(const PipelinePlan& plan) {
    std::vector<std::string> lines;
    for (const hauls::ManufacturingTask& task : plan.tasks)
        lines.push_back(line_of(plan, task));
    return lines;
}

/// Returns the loads and unloads that share a haul: "ACQUIRE IRON_ORE at A > DELIVER ...".
inline std::vector<std::string> hauls_of(const PipelinePlan& plan) {
    std::map<core::HaulId, std::string> hauls;
    for (const hauls::ManufacturingTask& task : plan.tasks) {
        std::string& text = hauls[task.haul];
        text += (text.empty() ? "" : " > ") + text_of(task);
    }
    std::vector<std::string> texts;
    for (const auto& [haul, text] : hauls)
        texts.push_back(text);
    return texts;
}

}  // namespace argosy::manufacturing::testing
