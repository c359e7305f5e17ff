// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rings that the user has given a name and a colour, so that a test ring is not taken for another one.
#pragma once

#include <QColor>
#include <QString>

#include <optional>
#include <vector>

namespace monitor {

struct Bookmark {
    QString address; // as of RingSession::connectTo(); names it
    QString name;
    QColor colour;
    friend bool operator==(const Bookmark &, const Bookmark &) = default;
};

class Bookmarks {
public:
    // In the order of their names.
    static std::vector<Bookmark> all();
    static std::optional<Bookmark> of(const QString &address);
    // In place of one with the same address.
    static void save(const Bookmark &bookmark);
    static void remove(const QString &address);
};

} // namespace monitor
