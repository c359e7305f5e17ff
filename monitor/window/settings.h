// SPDX-License-Identifier: GPL-3.0-or-later
//
// The settings of the program, with the names under which QSettings keeps them.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace monitor {

class Settings {
public:
    enum class Colours { System, Light, Dark };

    static Colours colours();
    static void setColours(Colours colours);
    // Applies them to the running program.
    static void applyColours();

    // "en", "ja"; empty: as the system.
    static QString language();
    static void setLanguage(const QString &language);

    // How many nodes a local ring was started with last.
    static int localNodes();
    static void setLocalNodes(int nodes);
    // Of connections that succeeded, the latest first.
    static constexpr int recentAddressesMax = 8;
    static QStringList recentAddresses();
    static void addRecentAddress(const QString &address);
    static QString lastAddress(); // empty: there was none

    // What colours nodes, as a number of monitor::Colouring.
    static int colouring();
    static void setColouring(int colouring);

    // Of changes of the health of a live ring, on the desktop.
    static bool notifies();
    static void setNotifies(bool notifies);

    static QByteArray windowGeometry();
    static QByteArray windowState();
    static void setWindow(const QByteArray &geometry, const QByteArray &state);
    static QString folder(); // of files, last used
    static void setFolder(const QString &folder);
};

} // namespace monitor
