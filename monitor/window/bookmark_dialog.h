// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asks for the name and colour of a bookmark, or removes it.
#pragma once

#include "window/bookmarks.h"

#include <QDialog>

class QComboBox;
class QLineEdit;

namespace monitor {

class BookmarkDialog : public QDialog {
    Q_OBJECT
public:
    BookmarkDialog(const QString &address, QWidget *parent);

    void accept() override;

Q_SIGNALS:
    void changed(); // the bookmarks

private:
    QString m_address;
    QLineEdit *m_name;
    QComboBox *m_colour;
};

} // namespace monitor
