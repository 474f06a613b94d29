#include "core/decision_hash.h"
#include "sim/universe_records.h"

// What makes two universes the same one: everything that is kept of them.

namespace argosy::sim {
namespace {

class HashWriter {
  public:
    HashWriter(core::DecisionHash& hash, core::TimePoint now) : hash_(hash), now_(now) {}

    void number(std::int64_t value) { hash_.mix(value); }
    void large_number(std::uint64_t value) { hash_.mix(std::int64_t(value)); }
    void text(std::string_view value) { hash_.mix(value); }
    void boolean(bool value) { hash_.mix(std::int64_t(value)); }
    void begin_list(std::size_t count) { hash_.mix(std::int64_t(count)); }
    void end_list() {}
    void begin_object() {}
    void name(std::string_view name) { hash_.mix(name); }
    void key(std::string_view key) { hash_.mix(key); }
    void end_object() { hash_.mix(std::int64_t(0)); }

    // Arrivals are noticed when somebody looks: not noticing one makes no other universe.
    model::Nav seen(model::Nav nav) const {
        nav.status = model::status_at(nav, now_);
        return nav;
    }

  private:
    core::DecisionHash& hash_;
    core::TimePoint now_;
};

}  // namespace

std::uint64_t Universe::state_hash() const {
    core::DecisionHash hash;
    HashWriter out(hash, state_.now);
    write_record(out, state_.economy.markets());
    const auto mix_member = [&](const auto& field) {
        if (field.name != "now") write_record(out, state_.*field.member);
    };
    std::apply([&](const auto&... field) { (mix_member(field), ...); },
               Fields<UniverseState>::kAll);
    return hash.value();
}

}  // namespace argosy::sim
