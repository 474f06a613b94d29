#include "sim/journal.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>

#include "sim/snapshot.h"

namespace argosy::sim {
namespace {

using core::Result;

// A body that is no JSON was not read by any route that did not refuse it: it stays away, because
// the journal is JSON. All of ASCII can stand in a text of it.
void drop_unreadable_body(std::string& body) {
    const bool ascii = std::all_of(body.begin(), body.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return;
    boost::system::error_code error;
    boost::json::parse(body, error);
    if (error) body.clear();
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::begin(StateFile file, Universe& universe,
                                                const core::Clock& clock) {
    std::unique_ptr<Journal> journal(new Journal(std::move(file), universe, clock));
    ARGOSY_CHECK(journal->write_snapshot());
    return journal;
}

bool Journal::keep(JournalEntry entry) {
    if (entry.request) drop_unreadable_body(entry.request->body);
    if (!append(entry)) return false;
    if (file_.appended() < std::max(kLeastBeforeSnapshot, snapshot_size_)) return true;
    const auto written = write_snapshot();
    return written ? true : fail(written.error());
}

bool Journal::keep_time(core::TimePoint now) {
    if (now <= kept_until_) return !has_failed_;
    const auto ahead =
        core::Duration(std::llround(double(kTimeAhead.count()) * std::max(clock_.factor(), 0.0)));
    JournalEntry entry;
    entry.at = now + ahead;
    if (!append(entry)) return false;
    kept_until_ = entry.at;
    return true;
}

Result<void> Journal::write_snapshot() {
    const core::TimePoint now = clock_.now();
    universe_.advance(now);
    const std::string snapshot = sim::write_snapshot(universe_);
    ARGOSY_CHECK(file_.replace(snapshot));
    snapshot_size_ = snapshot.size();
    kept_until_ = now;
    return {};
}

bool Journal::append(const JournalEntry& entry) {
    if (has_failed_) return false;
    std::string text;
    JsonWriter out(text);
    write_record(out, entry);
    const auto appended = file_.append(text);
    return appended ? true : fail(appended.error());
}

bool Journal::fail(const core::Error& error) {
    has_failed_ = true;
    if (on_failure_) on_failure_(error);
    return false;
}

}  // namespace argosy::sim
