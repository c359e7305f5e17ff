// SPDX-License-Identifier: GPL-3.0-or-later
//
// A key existed throughout if a put had ended well before the walk began, and no delete can have come after it.

#include "sim/check/listing_check.h"

#include "sim/workload.h"

#include <algorithm>

namespace sim {

namespace {

using Outcome = Operation::Outcome;
using Operations = std::vector<Operation>;

bool hasEffect(const Operation &operation)
{
    return operation.outcome == Outcome::Ok || operation.outcome == Outcome::Unknown;
}

// Can the value of the put be what this delete removed, before the moment?
bool mayRemove(const Operation &remove, const Operation &put, const Operations &operations, Moment before)
{
    if (remove.kind != Operation::Kind::Delete || !hasEffect(remove) || remove.begin > before || remove.end < put.begin)
        return false;
    if (remove.demand != Operation::Demand::Exactly)
        return true;
    // A value that was there before this put, and cannot be there again.
    return std::none_of(operations.begin(), operations.end(), [&](const Operation &other) {
        return other.kind == Operation::Kind::Put && other.written == remove.demanded && other.outcome == Outcome::Ok
            && other.end < put.begin;
    });
}

bool existedThroughout(const Operations &operations, const ToldKeys &listing)
{
    return std::any_of(operations.begin(), operations.end(), [&](const Operation &put) {
        return put.kind == Operation::Kind::Put && put.outcome == Outcome::Ok && put.end < listing.begin
            && std::none_of(operations.begin(), operations.end(),
                            [&](const Operation &remove) { return mayRemove(remove, put, operations, listing.end); });
    });
}

bool mayHaveExisted(const Operations &operations, const ToldKeys &listing)
{
    return std::any_of(operations.begin(), operations.end(), [&](const Operation &put) {
        return put.kind == Operation::Kind::Put && hasEffect(put) && put.begin < listing.end;
    });
}

} // namespace

Problems listingProblems(const History &history, const std::function<Moment(int key)> &countsUntil)
{
    Problems problems;
    const std::map<int, Operations> byKey = history.byKey();
    for (const ToldKeys &listing : history.listings()) {
        for (const auto &[key, times] : listing.told) {
            const auto operations = byKey.find(key);
            if (operations == byKey.end() || !mayHaveExisted(operations->second, listing))
                problems.push_back("a listing tells " + keyText(key) + ", which nobody has stored");
            if (times > 1)
                problems.push_back("a listing tells " + keyText(key) + ' ' + QByteArray::number(times) + " times");
        }
        for (const auto &[key, operations] : byKey) {
            if (!listing.told.contains(key) && listing.end < countsUntil(key) && existedThroughout(operations, listing))
                problems.push_back("a listing lacks " + keyText(key) + ", which existed throughout");
        }
    }
    return problems;
}

} // namespace sim
