#pragma once

/// @file
/// The program's values as messages of the protocol.

#include "argosy.pb.h"
#include "kernel/company.h"
#include "kernel/doctor.h"
#include "kernel/player_book.h"

namespace argosy::rpc {

v1::Player to_message(const kernel::KnownPlayer& known);
v1::Operation to_message(const operations::Operation& operation, const std::string& agent);
v1::Ship to_message(const model::Ship& ship, const std::string& doing, core::TimePoint now);
/// Returns the good as last seen, with what is believed of it now where that is known.
v1::MarketGood to_message(const market::Listing& listing,
                          const std::optional<market::Forecast>& now);
v1::Opportunity to_message(const manufacturing::ManufacturingOpportunity& opportunity);
v1::PreviewedPipeline to_message(const manufacturing::PreviewedPipeline& pipeline);

/// Returns the pipeline with its factories and the state of its tasks.
v1::Pipeline to_message(const manufacturing::ManufacturingPipeline& pipeline,
                        const kernel::Company& company);
/// Returns the task with what it waits for, or what its ship does.
v1::Task to_message(const hauls::ManufacturingTask& task, const kernel::Company& company);

v1::Diagnosis to_message(const kernel::Findings& findings);
v1::ConfigSettings to_message(const std::vector<kernel::EffectiveSetting>& settings);

/// Returns whether a task is manufacturing's, and not of a goods factory or of arbitrage.
bool is_of_manufacturing(const hauls::ManufacturingTask& task, const kernel::Company& company);

/// Counts the tasks of manufacturing.
v1::TaskCounts count_tasks(const kernel::Company& company);
v1::FleetCounts count_fleet(const kernel::Company& company);

}  // namespace argosy::rpc
