// SPDX-License-Identifier: GPL-3.0-or-later
//
// Invalid combinations are reported while the user types, next to the fields.

#include "window/random_ring_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <limits>

namespace monitor {

namespace {

constexpr int randomNodesMax = 1000;
constexpr int keysMax = 10'000;
constexpr int nodesDefault = 16;
constexpr int keysDefault = 20;
constexpr int bitsDefault = 8; // the widest that is written in numbers

} // namespace

RandomRingDialog::RandomRingDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Open a random ring"));
    auto *form = new QFormLayout(this);
    auto *intro =
        new QLabel(tr("A simulated ring with nodes at random identifiers. Equal settings give equal rings."), this);
    intro->setWordWrap(true);
    form->addRow(intro);
    m_nodes = addNumber(QStringLiteral("nodes"), tr("Nodes:"), 1, randomNodesMax, nodesDefault);
    m_bits = addNumber(QStringLiteral("bits"), tr("Bits of an identifier (m):"), chord::idBitsMin, chord::idBitsMax,
                       bitsDefault);
    m_keys = addNumber(QStringLiteral("keys"), tr("Keys:"), 0, keysMax, keysDefault);
    m_seed = addNumber(QStringLiteral("seed"), tr("Seed:"), 1, std::numeric_limits<int>::max(), 1);
    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    form->addRow(m_problem);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showProblem();
}

QSpinBox *RandomRingDialog::addNumber(const QString &name, const QString &what, int least, int most, int value)
{
    auto *number = new QSpinBox(this);
    number->setObjectName(name);
    number->setRange(least, most);
    number->setValue(value);
    connect(number, &QSpinBox::valueChanged, this, &RandomRingDialog::showProblem);
    static_cast<QFormLayout *>(layout())->addRow(what, number);
    return number;
}

ClassroomSettings RandomRingDialog::settings() const
{
    return ClassroomSettings::random(m_nodes->value(), m_bits->value(), quint64(m_seed->value()), m_keys->value());
}

void RandomRingDialog::showProblem()
{
    if (!m_open)
        return; // numbers are still being added
    const int bits = m_bits->value();
    const bool fits = bits >= 31 || m_nodes->value() <= (1 << bits);
    m_open->setEnabled(fits);
    m_problem->setText(
        fits ? QString()
             : tr("%1 bits allow only %n identifiers. Choose fewer nodes or more bits.", nullptr, 1 << bits).arg(bits));
}

} // namespace monitor
