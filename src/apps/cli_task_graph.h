#pragma once

/// @file
/// The task graph of pipelines as text: a tree, a table, or a graph that Graphviz (DOT) or Markdown
/// (Mermaid) draws. An arrow goes from a task to the one that waits for it.

#include <string>
#include <string_view>

#include "argosy.pb.h"

namespace argosy::cli {

/// Writes a pipeline for each block: the sale at the top, below each task what it depends on, with
/// its state, its ship, and what it waits for. What several wait for is shown once, then named.
std::string tree_of(const v1::ListTasksResponse& tasks);
std::string table_of(const v1::ListTasksResponse& tasks);
std::string dot_of(const v1::ListTasksResponse& tasks);
std::string mermaid_of(const v1::ListTasksResponse& tasks);

/// Returns the one of them that is called "tree", "table", "dot" or "mermaid".
/// @pre There is one.
std::string (*task_graph(std::string_view format))(const v1::ListTasksResponse&);

}  // namespace argosy::cli
