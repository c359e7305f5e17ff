// SPDX-License-Identifier: GPL-3.0-or-later
//
// The filter is applied by the table's proxy; the model has all events.

#include "panels/events_panel.h"

#include "panels/events_model.h"
#include "panels/events_table.h"
#include "panels/table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace monitor {

EventsPanel::EventsPanel(QWidget *parent)
    : QWidget(parent)
    , m_table(new EventsTable(this))
    , m_text(new QLineEdit(this))
    , m_kinds(new QComboBox(this))
    , m_count(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(makeFilters());
    layout->addWidget(m_table);
    connect(m_table, &QTableView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT momentChosen(m_table->momentOf(index)); });
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT pastRequested(m_table->momentOf(index)); });
    showCount();
}

QWidget *EventsPanel::makeFilters()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(4, 2, 4, 0);
    m_text->setPlaceholderText(tr("filter the events"));
    m_text->setAccessibleName(tr("Filter the events"));
    m_text->setClearButtonEnabled(true);
    m_kinds->setObjectName(QStringLiteral("eventKinds"));
    m_kinds->setAccessibleName(tr("Kind of the events"));
    m_kinds->addItem(tr("all kinds"), -1);
    for (int kind = 0; kind < eventKinds; ++kind)
        m_kinds->addItem(eventKindText(RingEvent::Kind(kind)), kind);
    auto *save = new QToolButton(row);
    save->setObjectName(QStringLiteral("exportEvents"));
    save->setText(tr("CSV…"));
    save->setToolTip(tr("Export the events that are listed (CSV)"));
    m_count->setObjectName(QStringLiteral("eventCount"));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_kinds);
    layout->addWidget(m_count);
    layout->addWidget(save);
    connect(m_text, &QLineEdit::textChanged, this, &EventsPanel::applyFilter);
    connect(m_kinds, &QComboBox::currentIndexChanged, this, &EventsPanel::applyFilter);
    connect(save, &QToolButton::clicked, this, &EventsPanel::exportRequested);
    return row;
}

void EventsPanel::applyFilter()
{
    m_table->setFilter(m_text->text().trimmed(), m_kinds->currentData().toInt());
    showCount();
}

void EventsPanel::showCount()
{
    const int shown = m_table->model()->rowCount();
    const int all = m_table->events().rowCount();
    m_count->setText(shown == all ? tr("%n events", nullptr, all) : tr("%1 of %n events", nullptr, all).arg(shown));
}

void EventsPanel::setManner(Mode mode, const Names &names)
{
    m_table->setManner(mode, names);
}

void EventsPanel::add(const RingEvent &event)
{
    m_table->add(event);
    showCount();
}

void EventsPanel::clear()
{
    m_table->clear();
    showCount();
}

void EventsPanel::dropAfter(qint64 atMs)
{
    m_table->dropAfter(atMs);
    showCount();
}

QString EventsPanel::csv() const
{
    return csvOf(*m_table->model());
}

} // namespace monitor
