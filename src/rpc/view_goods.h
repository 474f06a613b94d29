#pragma once

/// @file
/// Goods factories as messages of the protocol.

#include "argosy.pb.h"
#include "kernel/company.h"

namespace argosy::rpc {

/// Returns what concerns a factory as a whole.
v1::GoodsFactory to_message(const goods::GoodsFactory& factory, const kernel::Company& company);

/// Returns the factory with its tree, its pieces of work and its ships.
v1::GoodsFactory to_message(const kernel::GoodsFactoryReport& report,
                            const kernel::Company& company);

v1::GoodsHistoryLine to_message(const goods::ProductionHistory& history);

}  // namespace argosy::rpc
