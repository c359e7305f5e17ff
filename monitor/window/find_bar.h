// SPDX-License-Identifier: GPL-3.0-or-later
//
// A field at the right end for what is to be found.
#pragma once

#include "window/tool_bar.h"

namespace monitor {

class FindBar : public ToolBar {
    Q_OBJECT
public:
    explicit FindBar(QWidget *parent);

    void focusField();

Q_SIGNALS:
    void findRequested(const QString &typed);

private:
    QLineEdit *m_field;
};

} // namespace monitor
