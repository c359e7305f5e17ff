// SPDX-License-Identifier: GPL-3.0-or-later
//
// The box for TLS and the "https://" of the address are the same thing said twice: typing one sets the other.

#include "window/connect_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr auto tlsScheme = "https://"_L1;
constexpr int fieldWidth = 300;

// row: what edit stands in; null: itself.
void addRow(QFormLayout *form, const QString &name, QLineEdit *edit, QWidget *row = nullptr)
{
    edit->setAccessibleName(name);
    form->addRow(ConnectDialog::tr("%1:").arg(name), row ? row : edit);
}

} // namespace

ConnectDialog::ConnectDialog(const QString &address, const Access &access, QWidget *parent)
    : QDialog(parent)
    , m_address(new QLineEdit(this))
    , m_tls(new QCheckBox(tr("Encrypted (TLS)"), this))
    , m_token(new QLineEdit(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Connect to a node"));
    auto *form = new QFormLayout(this);
    m_address->setPlaceholderText(u"127.0.0.1:11000"_s);
    m_address->setMinimumWidth(fieldWidth);
    addRow(form, tr("Address of a node"), m_address);
    form->addRow({}, m_tls);
    m_authorities = addFile(form, tr("CA certificates"), tr("those trusted by the system"), access.authoritiesFile);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("none, or that of the token file"));
    addRow(form, tr("Token"), m_token);
    m_tokenFile = addFile(form, tr("Token file"), tr("none"), access.tokenFile);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    form->addRow(m_problem);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(tr("Connect"), QDialogButtonBox::AcceptRole);
    form->addRow(buttons);

    connect(m_address, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.startsWith(tlsScheme)) {
            m_tls->setChecked(true);
            m_address->setText(text.sliced(tlsScheme.size()));
        }
    });
    connect(m_tls, &QCheckBox::toggled, m_authorities->parentWidget(), &QWidget::setEnabled);
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ConnectDialog::reject);
    m_authorities->parentWidget()->setEnabled(false);
    m_address->setText(address);
    m_address->selectAll();
}

QLineEdit *ConnectDialog::addFile(QFormLayout *form, const QString &name, const QString &placeholder,
                                  const QString &path)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *edit = new QLineEdit(path, row);
    edit->setPlaceholderText(placeholder);
    auto *choose = new QPushButton(tr("Choose…"), row);
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this, edit, name] {
        if (const QString chosen = QFileDialog::getOpenFileName(this, name, edit->text()); !chosen.isEmpty())
            edit->setText(chosen);
    });
    layout->addWidget(edit, 1);
    layout->addWidget(choose);
    addRow(form, name, edit, row);
    return edit;
}

QString ConnectDialog::address() const
{
    const QString typed = m_address->text().trimmed();
    return (m_tls->isChecked() ? QString(tlsScheme) : QString())
        + (typed.isEmpty() ? m_address->placeholderText() : typed);
}

Access ConnectDialog::access() const
{
    return {m_authorities->text().trimmed(), m_tokenFile->text().trimmed(), m_token->text().trimmed().toUtf8()};
}

void ConnectDialog::accept()
{
    QString problem;
    if (access().load(address(), &problem))
        return QDialog::accept();
    m_problem->setText(tr("Cannot connect: %1").arg(problem));
    m_problem->show();
}

} // namespace monitor
