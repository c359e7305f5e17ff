// SPDX-License-Identifier: GPL-3.0-or-later
//
// Settings of a simulated ring: the number of nodes and keys, the width of identifiers, and the seed from which they
// are drawn. Equal settings always give the same ring, so that a class can discuss one.
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
