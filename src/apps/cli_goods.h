#pragma once

/// @file
/// `goods`: goods produced on request, by goods factories.

#include <cstdint>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct GoodsProduce {
    std::string good;
    std::int64_t quantity = 1;
    std::string strategy = "buy";
    std::string system;  ///< Empty: the headquarters'.
    bool sell = false;
};
struct GoodsShow {
    std::string factory;
    bool tree = false;
    bool watch = false;
    bool verbose = false;
};
struct GoodsList {
    std::int64_t limit = 20;
};
struct GoodsStop {
    std::string factory;
};
struct GoodsHistory {};

void add_goods(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const GoodsProduce& command, Session& session);
core::Result<void> carry_out(const GoodsShow& command, Session& session);
core::Result<void> carry_out(const GoodsList& command, Session& session);
core::Result<void> carry_out(const GoodsStop& command, Session& session);
core::Result<void> carry_out(const GoodsHistory& command, Session& session);

/// Returns what becomes of a factory that was asked for, or asked to stop.
std::string render(const v1::GoodsFactory& factory);
std::string render(const v1::ListGoodsFactoriesResponse& answer);
std::string render(const v1::GoodsHistory& history);

/// Returns how a factory stands, with as much of it as is wanted.
std::string status_of(const v1::GoodsFactory& factory, const GoodsShow& wanted);

/// Returns the tree as the requirements draw it.
std::string tree_of(const v1::GoodsFactory& factory);

/// Returns the factory in one line without its end and without times.
std::string summarize(const v1::GoodsFactory& factory);

}  // namespace argosy::cli
