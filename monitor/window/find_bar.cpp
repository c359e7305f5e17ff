// SPDX-License-Identifier: GPL-3.0-or-later
//
// A stretching gap keeps the field at the right end, whichever bars are left of it.

#include "window/find_bar.h"

#include <QLineEdit>

namespace monitor {

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget *parent)
    : ToolBar(u"findBar"_s, tr("Find"), parent)
    , m_field(makeEdit(tr("find a node or key"), tr("Find a node or key"), 130))
{
    m_field->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    addWidget(m_field);
    connect(m_field, &QLineEdit::returnPressed, this, [this] { Q_EMIT findRequested(m_field->text()); });
}

void FindBar::focusField()
{
    m_field->setFocus();
    m_field->selectAll();
}

} // namespace monitor
