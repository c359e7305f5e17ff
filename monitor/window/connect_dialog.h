// SPDX-License-Identifier: GPL-3.0-or-later
//
// All parameters of a connection to a node: its address, TLS, a token. The start page asks only for the address, which
// is sufficient for most rings.
#pragma once

#include "live/access.h"

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace monitor {

class ConnectDialog : public QDialog {
    Q_OBJECT
public:
    // address: with https:// if it speaks TLS.
    ConnectDialog(const QString &address, const Access &access, QWidget *parent);

    QString address() const;
    Access access() const;

    // Only if the files can be read; otherwise it says what is wrong with them.
    void accept() override;

private:
    QLineEdit *addFile(QFormLayout *form, const QString &name, const QString &placeholder, const QString &path);

    QLineEdit *m_address;
    QCheckBox *m_tls;
    QLineEdit *m_authorities;
    QLineEdit *m_token;
    QLineEdit *m_tokenFile;
    QLabel *m_problem;
};

} // namespace monitor
