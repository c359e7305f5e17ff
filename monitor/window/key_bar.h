// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fields for a key and a value, the node that is asked, and the actions on them. A value belongs to its key: it goes
// when another key is selected or typed, so that a put does not store it there by mistake.
#pragma once

#include "window/tool_bar.h"

#include <optional>

class QLabel;

namespace monitor {

class Actions;

class KeyBar : public ToolBar {
    Q_OBJECT
public:
    static constexpr int valueCharactersMax = 100'000; // a longer text makes the field slow

    KeyBar(const Actions &actions, QWidget *parent);

    // As it was typed, or shown.
    QString key() const;
    // The bytes of the key that is shown; nothing if another one was typed since.
    std::optional<QByteArray> shownKey() const;
    QString value() const;
    // Unless the user is typing a key. value: nothing: it is not known.
    void showKey(const QByteArray &key, const std::optional<QByteArray> &value);
    // Name of the node that is asked; empty: any.
    void showAsked(const QString &node);
    void focusKey();

Q_SIGNALS:
    void valueCut(); // more was entered than the field takes
    void valueFits();

private:
    void connectFields(const Actions &actions);

    QLineEdit *m_key;
    QLineEdit *m_value;
    QLabel *m_asked;
    QByteArray m_shownKey;
    QString m_shownText; // of it; empty: none is shown
    bool m_isValueTyped = false; // since the key is shown
};

} // namespace monitor
