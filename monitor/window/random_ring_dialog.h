// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which simulated ring to open: how many nodes and keys, how wide identifiers are, and the seed that draws their
// places. The same numbers always give the same ring, so that a class can talk about one.
#pragma once

#include "classroom/classroom_settings.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QSpinBox;

namespace monitor {

class RandomRingDialog : public QDialog {
    Q_OBJECT
public:
    explicit RandomRingDialog(QWidget *parent = nullptr);

    ClassroomSettings settings() const;

private:
    QSpinBox *addNumber(const QString &name, const QString &what, int least, int most, int value);
    void showProblem();

    QSpinBox *m_nodes;
    QSpinBox *m_bits;
    QSpinBox *m_keys;
    QSpinBox *m_seed;
    QLabel *m_problem = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace monitor
