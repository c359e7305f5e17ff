// SPDX-License-Identifier: GPL-3.0-or-later
//
// Return in the key field looks up; in the value field it puts, and goes on to the next key. A key that is no text is
// shown in hexadecimal, and meant as long as that stands there.

#include "window/key_bar.h"

#include "model/names.h"
#include "window/actions.h"

#include <QLabel>
#include <QLineEdit>

namespace monitor {

using namespace Qt::StringLiterals;

KeyBar::KeyBar(const Actions &actions, QWidget *parent)
    : ToolBar(u"keysBar"_s, tr("Keys"), parent)
    , m_key(makeEdit(tr("key"), tr("Key"), 100))
    , m_value(makeEdit(tr("value"), tr("Value"), 110))
    , m_asked(new QLabel(this))
{
    m_value->setMaxLength(valueCharactersMax);
    m_asked->setObjectName(u"askedNode"_s);
    m_asked->setTextFormat(Qt::PlainText);
    m_asked->setMargin(4);
    m_asked->setToolTip(tr("The node that is asked, where lookups start: the one that was selected last."));
    addWidget(m_key);
    addWidget(m_value);
    addWidget(m_asked);
    addActions({actions.put, actions.get, actions.lookup});
    addDestructive({actions.remove});
    connectFields(actions);
    showAsked({});
}

void KeyBar::connectFields(const Actions &actions)
{
    connect(m_value, &QLineEdit::inputRejected, this, &KeyBar::valueCut);
    connect(m_value, &QLineEdit::textEdited, this, [this] {
        m_isValueTyped = true;
        if (m_value->text().size() < valueCharactersMax)
            Q_EMIT valueFits();
    });
    connect(m_key, &QLineEdit::textEdited, this, [this] {
        if (!m_isValueTyped)
            m_value->clear();
    });
    connect(m_key, &QLineEdit::returnPressed, actions.lookup, &QAction::trigger);
    connect(m_value, &QLineEdit::returnPressed, this, [this, put = actions.put] {
        put->trigger();
        m_value->clear();
        m_isValueTyped = false;
        m_key->setFocus();
        m_key->selectAll();
    });
}

QString KeyBar::key() const
{
    return m_key->text();
}

std::optional<QByteArray> KeyBar::shownKey() const
{
    return !m_shownText.isEmpty() && m_shownText == m_key->text() ? std::optional(m_shownKey) : std::nullopt;
}

QString KeyBar::value() const
{
    return m_value->text();
}

void KeyBar::showKey(const QByteArray &key, const std::optional<QByteArray> &value)
{
    if (m_key->hasFocus())
        return;
    const bool isSame = shownKey() == key || m_key->text().toUtf8() == key;
    m_shownKey = key;
    m_shownText = isReadableText(key) ? QString::fromUtf8(key) : u"0x"_s + QString::fromLatin1(key.toHex(' '));
    m_key->setText(m_shownText);
    m_shownText = m_key->text();
    if (isSame && (m_isValueTyped || !value))
        return;
    m_isValueTyped = false;
    m_value->setText(value && isReadableText(*value) ? QString::fromUtf8(*value).left(valueCharactersMax) : QString());
}

void KeyBar::showAsked(const QString &node)
{
    m_asked->setText(node.isEmpty() ? tr("at any node") : tr("at %1").arg(node));
}

void KeyBar::focusKey()
{
    m_key->setFocus();
}

} // namespace monitor
