// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys of one node, put together from pages. A value: the poller asks for the pages.
#pragma once

#include "model/ring_snapshot.h"

namespace monitor {

class KeyListing {
public:
    // A page costs well under a millisecond to read.
    static constexpr int pageKeys = 200;
    // More of one node's keys are not asked for: no picture shows them, and each costs memory here.
    static constexpr int keysMax = 100'000;

    // Of a ring with identifiers of this width. totals: what the node said when the listing began.
    void start(int idBits, const api::KeyTotals &totals);
    bool isRunning() const { return m_keys != nullptr; }
    const api::KeyTotals &startedTotals() const { return m_totals; }
    // What to ask for next: KeysPage::next of the page before.
    const QByteArray &after() const { return m_after; }

    // Takes a page in. Returns whether it was the last. Keys whose identifier does not fit the ring are left out.
    bool take(const api::KeysPage &page);
    // Ends the listing. Its keys are in the order of their identifiers.
    std::shared_ptr<const KeyList> finish();
    // All the node's keys were listed; meaningful once take() returned true.
    bool isComplete() const { return m_isComplete; }
    void abandon() { m_keys.reset(); }

private:
    int m_idBits = chord::idBitsMax;
    api::KeyTotals m_totals;
    QByteArray m_after;
    qsizetype m_seen = 0; // keys in all pages
    std::shared_ptr<KeyList> m_keys;
    bool m_isComplete = false;
};

} // namespace monitor
