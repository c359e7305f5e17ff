// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colours are those that can be told apart with any colour vision.

#include "window/bookmark_dialog.h"

#include "ring/style.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>

#include <array>

namespace monitor {

BookmarkDialog::BookmarkDialog(const QString &address, QWidget *parent)
    : QDialog(parent)
    , m_address(address)
    , m_name(new QLineEdit(this))
    , m_colour(new QComboBox(this))
{
    setWindowTitle(tr("Bookmark of %1").arg(address));
    const std::optional<Bookmark> known = Bookmarks::of(address);
    m_name->setText(known ? known->name : address);
    m_name->selectAll();
    m_name->setAccessibleName(tr("Name"));
    m_colour->setAccessibleName(tr("Colour"));
    const std::array names{tr("orange"),   tr("blue"),  tr("yellow"), tr("vermillion"),
                           tr("sky blue"), tr("green"), tr("purple")};
    for (int i = 0; i < ownerColourCount; ++i) {
        QPixmap swatch(16, 16);
        swatch.fill(ownerColour(i));
        m_colour->addItem(swatch, names[size_t(i)], ownerColour(i));
    }
    if (known)
        m_colour->setCurrentIndex(std::max(0, m_colour->findData(known->colour)));
    auto *form = new QFormLayout(this);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Colour"), m_colour);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    if (known) {
        QPushButton *remove = buttons->addButton(tr("Remove"), QDialogButtonBox::DestructiveRole);
        remove->setObjectName(QStringLiteral("removeBookmark"));
        connect(remove, &QPushButton::clicked, this, [this] {
            Bookmarks::remove(m_address);
            Q_EMIT changed();
            reject();
        });
    }
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &BookmarkDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &BookmarkDialog::reject);
}

void BookmarkDialog::accept()
{
    const QString name = m_name->text().trimmed();
    Bookmarks::save({m_address, name.isEmpty() ? m_address : name, m_colour->currentData().value<QColor>()});
    Q_EMIT changed();
    QDialog::accept();
}

} // namespace monitor
