// SPDX-License-Identifier: GPL-3.0-or-later
//
// Colours come from the owners' palette, and each kind has its sign as well.

#include "panels/message_bar.h"

#include "ring/style.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace monitor {

namespace {

QString barStyle(MessageBar::Kind kind, const QPalette &palette)
{
    QColor colour = ownerColour(kind == MessageBar::Kind::Warning ? 3 : 4);
    const bool isDark = palette.color(QPalette::Window).lightness() < 128;
    const QColor fill = isDark
        ? colour.darker(290)
        : QColor::fromRgbF(float(1 - (1 - colour.redF()) * 0.25), float(1 - (1 - colour.greenF()) * 0.25),
                           float(1 - (1 - colour.blueF()) * 0.25));
    return QStringLiteral("QFrame#messageBar { background: %1; border: 1px solid %2; border-radius: 4px; }"
                          "QFrame#messageBar QLabel { color: %3; }")
        .arg(fill.name(), colour.name(), isDark ? QStringLiteral("white") : QStringLiteral("black"));
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(6, 4, 6, 2);
    m_layout->setSpacing(3);
    hide();
}

void MessageBar::show(const QString &subject, Kind kind, const QString &text, const std::vector<Remedy> &remedies)
{
    const auto found = m_entries.find(subject);
    if (found != m_entries.end() && found->second.kind == kind && found->second.remedies.size() == remedies.size()) {
        // The buttons stay where they are, under the mouse.
        Entry &entry = found->second;
        entry.label->setText(text);
        for (size_t i = 0; i < remedies.size(); ++i)
            entry.buttons[i]->setText(remedies[i].text);
        entry.remedies = remedies;
        return;
    }
    remove(subject);
    m_entries[subject] = makeEntry(subject, kind, text, remedies);
    m_layout->addWidget(m_entries[subject].bar);
    dropOldest();
    setVisible(true);
}

void MessageBar::dropOldest()
{
    const auto isDroppable = [](const auto &entry) { return entry.second.kind != Kind::Standing; };
    if (std::count_if(m_entries.begin(), m_entries.end(), isDroppable) <= barsMax)
        return;
    const auto oldest = std::min_element(m_entries.begin(), m_entries.end(), [&](const auto &a, const auto &b) {
        return std::pair(!isDroppable(a), a.second.age) < std::pair(!isDroppable(b), b.second.age);
    });
    remove(QString(oldest->first));
}

MessageBar::Entry MessageBar::makeEntry(const QString &subject, Kind kind, const QString &text,
                                        const std::vector<Remedy> &remedies)
{
    auto *bar = new QFrame(this);
    bar->setObjectName(QStringLiteral("messageBar"));
    bar->setStyleSheet(barStyle(kind, palette()));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 4, 4);
    auto *sign = new QLabel(kind == Kind::Warning ? QStringLiteral("⚠") : QStringLiteral("ℹ"), bar);
    auto *label = new QLabel(text, bar);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addWidget(label, 1);
    std::vector<QPushButton *> buttons;
    for (size_t i = 0; i < remedies.size(); ++i) {
        auto *button = new QPushButton(remedies[i].text, bar);
        button->setObjectName(QStringLiteral("remedy"));
        connect(button, &QPushButton::clicked, this, [this, subject, i] { act(subject, i); });
        layout->addWidget(button, 0, Qt::AlignTop);
        buttons.push_back(button);
    }
    if (kind != Kind::Standing)
        addCross(subject, layout, bar);
    return {kind, bar, label, buttons, remedies, ++m_shown};
}

void MessageBar::addCross(const QString &subject, QHBoxLayout *layout, QWidget *bar)
{
    auto *close = new QToolButton(bar);
    close->setText(QStringLiteral("×"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, [this, subject] {
        remove(subject);
        Q_EMIT closed(subject);
    });
    layout->addWidget(close, 0, Qt::AlignTop);
}

// The remedy of the message as it is now, not as it was when its button was made.
void MessageBar::act(const QString &subject, size_t remedy)
{
    const auto found = m_entries.find(subject);
    if (found == m_entries.end())
        return;
    const Remedy chosen = found->second.remedies[remedy];
    remove(subject);
    chosen.act();
}

void MessageBar::remove(const QString &subject)
{
    const auto found = m_entries.find(subject);
    if (found == m_entries.end())
        return;
    found->second.bar->hide();
    found->second.bar->deleteLater(); // its own button may be calling
    m_entries.erase(found);
    setVisible(!m_entries.empty());
}

void MessageBar::clear()
{
    QStringList subjects;
    for (const auto &[subject, entry] : m_entries) {
        if (entry.kind != Kind::Standing)
            subjects << subject;
    }
    for (const QString &subject : subjects)
        remove(subject);
}

QString MessageBar::textOf(const QString &subject) const
{
    const auto found = m_entries.find(subject);
    return found == m_entries.end() ? QString() : found->second.label->text();
}

} // namespace monitor
