#pragma once

/// @file
/// Names of things as types: a waypoint is not a ship is not a good.
/// Symbols compare and order by their text, so ordered containers iterate the same in every run.

#include <fmt/core.h>

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace argosy::core {

template <class Tag>
class Symbol {
  public:
    Symbol() = default;
    explicit Symbol(std::string text) : text_(std::move(text)) {}
    explicit Symbol(std::string_view text) : text_(text) {}
    explicit Symbol(const char* text) : text_(text) {}

    const std::string& str() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend auto operator<=>(const Symbol&, const Symbol&) = default;
    friend bool operator==(const Symbol&, const Symbol&) = default;

  private:
    std::string text_;
};

using OperationId = Symbol<struct OperationTag>;  ///< "operation-<run>-<sequence>"
using PipelineId = Symbol<struct PipelineTag>;    ///< "pipeline-<run>-<sequence>"
using TaskId = Symbol<struct TaskTag>;            ///< "task-<run>-<sequence>"
using HaulId = Symbol<struct HaulTag>;            ///< "haul-<run>-<sequence>"
using IntentId = Symbol<struct IntentTag>;        ///< "intent-<run>-<sequence>"

}  // namespace argosy::core

template <class Tag>
struct std::hash<argosy::core::Symbol<Tag>> {
    std::size_t operator()(const argosy::core::Symbol<Tag>& symbol) const noexcept {
        return std::hash<std::string>{}(symbol.str());
    }
};

template <class Tag>
struct fmt::formatter<argosy::core::Symbol<Tag>> : fmt::formatter<std::string_view> {
    auto format(const argosy::core::Symbol<Tag>& symbol, format_context& context) const {
        return fmt::formatter<std::string_view>::format(symbol.str(), context);
    }
};
