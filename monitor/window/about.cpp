// SPDX-License-Identifier: GPL-3.0-or-later
//
// The version of Qt that the program was built with and the one that it runs with may differ.

#include "window/about.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace monitor {

namespace {

struct About {
    Q_DECLARE_TR_FUNCTIONS(monitor::About)
};

} // namespace

void showAbout(QWidget *parent)
{
    QMessageBox::about(
        parent, About::tr("About FunnelKVS"),
        About::tr("<h3>FunnelKVS monitor %1</h3><p>Shows and controls a ring of FunnelKVS nodes, and teaches how it "
                  "works.</p><p>Built with Qt %2, running with Qt %3.</p><p>The ring follows the Chord paper (Stoica "
                  "et al., IEEE/ACM Transactions on Networking 11(1), 2003). Colours by Okabe and Ito.</p><p>Free "
                  "software under the GNU General Public License, version 3 or later.</p>")
            .arg(QStringLiteral(FUNNELKVS_VERSION), QStringLiteral(QT_VERSION_STR), QString::fromLatin1(qVersion())));
}

} // namespace monitor
