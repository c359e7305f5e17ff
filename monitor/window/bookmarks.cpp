// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kept as an array of the settings; there are few.

#include "window/bookmarks.h"

#include <QSettings>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

void write(const std::vector<Bookmark> &bookmarks)
{
    QSettings settings;
    settings.remove(u"bookmarks"_s);
    settings.beginWriteArray(u"bookmarks"_s);
    for (size_t i = 0; i < bookmarks.size(); ++i) {
        settings.setArrayIndex(int(i));
        settings.setValue(u"address"_s, bookmarks[i].address);
        settings.setValue(u"name"_s, bookmarks[i].name);
        settings.setValue(u"colour"_s, bookmarks[i].colour.name());
    }
    settings.endArray();
}

} // namespace

std::vector<Bookmark> Bookmarks::all()
{
    std::vector<Bookmark> bookmarks;
    QSettings settings;
    const int count = settings.beginReadArray(u"bookmarks"_s);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        bookmarks.push_back({settings.value(u"address"_s).toString(), settings.value(u"name"_s).toString(),
                             QColor(settings.value(u"colour"_s).toString())});
    }
    settings.endArray();
    std::sort(bookmarks.begin(), bookmarks.end(),
              [](const Bookmark &one, const Bookmark &other) { return one.name.localeAwareCompare(other.name) < 0; });
    return bookmarks;
}

std::optional<Bookmark> Bookmarks::of(const QString &address)
{
    const std::vector<Bookmark> bookmarks = all();
    const auto found = std::find_if(bookmarks.begin(), bookmarks.end(),
                                    [&address](const Bookmark &bookmark) { return bookmark.address == address; });
    return found == bookmarks.end() ? std::nullopt : std::optional(*found);
}

void Bookmarks::save(const Bookmark &bookmark)
{
    remove(bookmark.address);
    std::vector<Bookmark> bookmarks = all();
    bookmarks.push_back(bookmark);
    write(bookmarks);
}

void Bookmarks::remove(const QString &address)
{
    std::vector<Bookmark> bookmarks = all();
    std::erase_if(bookmarks, [&address](const Bookmark &bookmark) { return bookmark.address == address; });
    write(bookmarks);
}

} // namespace monitor
