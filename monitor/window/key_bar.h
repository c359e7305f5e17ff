// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fields for a key and a value, and the actions on them.
#pragma once

#include "window/tool_bar.h"

namespace monitor {

class Actions;

class KeyBar : public ToolBar {
    Q_OBJECT
public:
    static constexpr int valueCharactersMax = 100'000; // a longer text makes the field slow

    KeyBar(const Actions &actions, QWidget *parent);

    QString key() const;
    QString value() const;
    // Unless the user is typing a key.
    void showKey(const QByteArray &key);
    void focusKey();

Q_SIGNALS:
    void valueCut(); // more was entered than the field takes
    void valueFits();

private:
    QLineEdit *m_key;
    QLineEdit *m_value;
};

} // namespace monitor
