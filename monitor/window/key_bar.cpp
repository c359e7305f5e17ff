// SPDX-License-Identifier: GPL-3.0-or-later
//
// Return in the key field looks up; in the value field it puts, and goes on to the next key.

#include "window/key_bar.h"

#include "window/actions.h"

#include <QLineEdit>

namespace monitor {

using namespace Qt::StringLiterals;

KeyBar::KeyBar(const Actions &actions, QWidget *parent)
    : ToolBar(u"keysBar"_s, tr("Keys"), parent)
    , m_key(makeEdit(tr("key"), tr("Key"), 100))
    , m_value(makeEdit(tr("value"), tr("Value"), 110))
{
    m_value->setMaxLength(valueCharactersMax);
    addWidget(m_key);
    addWidget(m_value);
    addActions({actions.put, actions.get, actions.remove, actions.lookup});
    connect(m_value, &QLineEdit::inputRejected, this, &KeyBar::valueCut);
    connect(m_value, &QLineEdit::textEdited, this, [this] {
        if (m_value->text().size() < valueCharactersMax)
            Q_EMIT valueFits();
    });
    connect(m_key, &QLineEdit::returnPressed, actions.lookup, &QAction::trigger);
    connect(m_value, &QLineEdit::returnPressed, this, [this, put = actions.put] {
        put->trigger();
        m_key->setFocus();
        m_key->selectAll();
    });
}

QString KeyBar::key() const
{
    return m_key->text();
}

QString KeyBar::value() const
{
    return m_value->text();
}

void KeyBar::showKey(const QByteArray &key)
{
    if (!m_key->hasFocus())
        m_key->setText(QString::fromUtf8(key));
}

void KeyBar::focusKey()
{
    m_key->setFocus();
}

} // namespace monitor
