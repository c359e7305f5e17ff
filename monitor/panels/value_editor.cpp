// SPDX-License-Identifier: GPL-3.0-or-later
//
// Views are filled when they are looked at: a tree of a large value takes a while.

#include "panels/value_editor.h"

#include "model/names.h"
#include "model/type_scale.h"
#include "panels/image_view.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <limits>

namespace monitor {

namespace {

constexpr int viewHeightMin = 110; // logical pixels
constexpr qint64 fileBytesMax = 64 * 1024 * 1024; // more than any node takes
const QStringList commonTypes{QStringLiteral("text/plain; charset=utf-8"), QStringLiteral("application/json"),
                              QStringLiteral("application/octet-stream"), QStringLiteral("image/png")};

QString leafText(const QJsonValue &value)
{
    if (value.isString())
        return QStringLiteral("\"%1\"").arg(value.toString());
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    return value.isBool() ? QVariant(value.toBool()).toString() : QStringLiteral("null");
}

// left: how many items may still be made.
void addJson(QTreeWidgetItem *parent, const QString &name, const QJsonValue &value, int &left)
{
    if (left-- <= 0)
        return;
    auto *item = new QTreeWidgetItem(parent, {name});
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        item->setText(1, QStringLiteral("{%1}").arg(object.size()));
        for (auto member = object.begin(); member != object.end(); ++member)
            addJson(item, member.key(), member.value(), left);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        item->setText(1, QStringLiteral("[%1]").arg(array.size()));
        for (qsizetype i = 0; i < array.size(); ++i)
            addJson(item, QString::number(i), array[i], left);
    } else {
        item->setText(1, leafText(value));
    }
}

} // namespace

ValueEditor::ValueEditor(QWidget *parent)
    : QWidget(parent)
    , m_state(new QLabel(this))
{
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_state);
    layout->addWidget(makeViews(), 1);
    layout->addWidget(makeMeta());
    layout->addWidget(makeButtons());
    setValue({}, {}, {});
}

QWidget *ValueEditor::makeViews()
{
    m_views = new QTabWidget(this);
    m_views->setDocumentMode(true);
    m_text = new QPlainTextEdit(m_views);
    m_text->setObjectName(QStringLiteral("valueText"));
    m_text->setAccessibleName(tr("Value as text"));
    m_tree = new QTreeWidget(m_views);
    m_tree->setAccessibleName(tr("Value as JSON"));
    m_tree->setColumnCount(2);
    m_tree->header()->hide();
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->setFont(monospacedFont(font()));
    m_hex = new QPlainTextEdit(m_views);
    m_hex->setObjectName(QStringLiteral("valueHex"));
    m_hex->setAccessibleName(tr("Value in hexadecimal"));
    m_hex->setReadOnly(true);
    m_hex->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_hex->setFont(monospacedFont(captionFont(font())));
    m_image = new ImageView(m_views);
    m_views->addTab(m_text, tr("Text"));
    m_views->addTab(m_tree, tr("JSON"));
    m_views->addTab(m_hex, tr("Hex"));
    m_views->addTab(m_image, tr("Image"));
    // In a low window the buttons below must not be pushed out of sight.
    m_views->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_views->setMinimumHeight(viewHeightMin);
    connect(m_views, &QTabWidget::currentChanged, this, &ValueEditor::showTab);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (m_isFilling)
            return;
        m_isEdited = m_isTextEdited = true;
        refreshButtons();
    });
    return m_views;
}

QWidget *ValueEditor::makeMeta()
{
    auto *meta = new QWidget(this);
    auto *form = new QFormLayout(meta);
    form->setContentsMargins(0, 0, 0, 0);
    m_type = new QComboBox(meta);
    m_type->setEditable(true);
    m_type->addItems(commonTypes);
    m_type->setAccessibleName(tr("Content-Type"));
    m_type->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_ttl = new QSpinBox(meta);
    m_ttl->setRange(0, std::numeric_limits<int>::max());
    m_ttl->setSpecialValueText(tr("never"));
    m_ttl->setSuffix(tr(" s", "seconds, after a number"));
    m_ttl->setAccessibleName(tr("Expires after"));
    form->addRow(tr("Content-Type"), m_type);
    form->addRow(tr("Expires after"), m_ttl);
    connect(m_type, &QComboBox::editTextChanged, this, [this] {
        m_isEdited |= !m_isFilling;
        refreshButtons();
    });
    connect(m_ttl, &QSpinBox::valueChanged, this, [this] {
        m_isEdited |= !m_isFilling;
        refreshButtons();
    });
    return meta;
}

QWidget *ValueEditor::makeButtons()
{
    auto *rows = new QWidget(this);
    auto *layout = new QVBoxLayout(rows);
    layout->setContentsMargins(0, 0, 0, 0);
    m_ifUnchanged = new QCheckBox(tr("Only if it has not changed (If-Match)"), rows);
    m_ifUnchanged->setObjectName(QStringLiteral("ifUnchanged"));
    m_ifUnchanged->setToolTip(
        tr("Stores only if the key still has the version that was read; otherwise nothing is written."));
    layout->addWidget(m_ifUnchanged);
    auto *row = new QHBoxLayout;
    const auto addButton = [&](const QString &text, const QString &name) {
        auto *button = new QPushButton(text, rows);
        button->setObjectName(name);
        row->addWidget(button);
        return button;
    };
    connect(addButton(tr("Load…"), QStringLiteral("loadValue")), &QPushButton::clicked, this,
            &ValueEditor::loadRequested);
    m_save = addButton(tr("Save…"), QStringLiteral("saveValue"));
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(bytes()); });
    m_store = addButton(tr("Store"), QStringLiteral("storeValue"));
    connect(m_store, &QPushButton::clicked, this, &ValueEditor::store);
    layout->addLayout(row);
    return rows;
}

void ValueEditor::setValue(const QByteArray &key, const std::optional<KnownValue> &value, const QString &state)
{
    m_key = key;
    const KnownValue known = value.value_or(KnownValue());
    m_bytes = known.bytes;
    m_etag = known.etag;
    m_isEdited = m_isTextEdited = false;
    const QScopedValueRollback filling(m_isFilling, true);
    m_type->setEditText(known.contentType.isEmpty() && !value ? commonTypes.first()
                                                              : QString::fromLatin1(known.contentType));
    m_ttl->setValue(int(std::min<qint64>(known.ttlSeconds.value_or(0), std::numeric_limits<int>::max())));
    m_ifUnchanged->setChecked(!m_etag.isEmpty());
    m_ifUnchanged->setEnabled(!m_etag.isEmpty());
    showBytes(formOf(m_bytes, known.contentType));
    setState(state);
    refreshButtons();
}

void ValueEditor::setState(const QString &state)
{
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
}

void ValueEditor::showBytes(ValueForm form)
{
    const QScopedValueRollback filling(m_isFilling, true);
    const bool isText = m_bytes.isEmpty() || (isReadableText(m_bytes) && m_bytes.size() <= textBytesMax);
    m_text->setPlainText(isText ? QString::fromUtf8(m_bytes) : QString());
    m_text->setPlaceholderText(
        isText ? QString() : tr("No text that can be edited here: %1.").arg(sizeText(quint64(m_bytes.size()))));
    m_text->setReadOnly(!isText);
    m_tree->clear();
    m_hex->clear();
    m_image->setImage({});
    if (form == ValueForm::Text && !isText)
        form = ValueForm::Hex;
    m_views->setTabEnabled(int(ValueForm::Image), form == ValueForm::Image);
    m_views->setCurrentIndex(int(form));
    showTab(int(form));
}

// Of edits that have not been stored, too.
void ValueEditor::showTab(int tab)
{
    const QByteArray shown = bytes();
    if (tab == int(ValueForm::Json))
        showTree(shown);
    else if (tab == int(ValueForm::Hex))
        m_hex->setPlainText(hexDump(shown, hexBytesMax));
    else if (tab == int(ValueForm::Image))
        m_image->setImage(QImage::fromData(shown));
}

void ValueEditor::showTree(const QByteArray &bytes)
{
    m_tree->clear();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull()) {
        m_tree->addTopLevelItem(
            new QTreeWidgetItem({tr("No JSON: %1 (at byte %2).").arg(error.errorString()).arg(error.offset)}));
        return;
    }
    int left = treeItemsMax;
    const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    addJson(m_tree->invisibleRootItem(), QStringLiteral("$"), root, left);
    if (left < 0)
        m_tree->addTopLevelItem(new QTreeWidgetItem({tr("… and more")}));
    m_tree->expandToDepth(2);
}

// Lines of a text that ended in CR and LF still do.
QByteArray ValueEditor::bytes() const
{
    if (!m_isTextEdited)
        return m_bytes;
    QByteArray typed = m_text->toPlainText().toUtf8();
    return m_bytes.contains("\r\n") ? typed.replace('\n', "\r\n") : typed;
}

void ValueEditor::setPut(const QAction &put)
{
    m_canPut = put.isEnabled();
    m_store->setToolTip(m_canPut ? QString() : put.toolTip());
    refreshButtons();
}

void ValueEditor::refreshButtons()
{
    m_store->setEnabled(m_canPut && m_isEdited && !m_key.isEmpty());
    m_save->setEnabled(!m_key.isEmpty());
}

QString ValueEditor::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tr("Cannot read %1: %2.").arg(path, file.errorString());
    if (file.size() > fileBytesMax)
        return tr("%1 has %2; a node takes less.").arg(path, sizeText(quint64(file.size())));
    m_bytes = file.readAll();
    m_isTextEdited = false;
    m_isEdited = true;
    const QByteArray type = typeOfFile(path);
    if (!type.isEmpty())
        m_type->setEditText(QString::fromLatin1(type));
    showBytes(formOf(m_bytes, type));
    refreshButtons();
    return {};
}

void ValueEditor::store()
{
    ActionRequest request = ActionRequest::of(Action::Put);
    request.key = m_key;
    request.value = bytes();
    request.contentType = m_type->currentText().trimmed().toLatin1();
    request.ttlSeconds = m_ttl->value() > 0 ? m_ttl->value() : -1;
    if (m_ifUnchanged->isChecked())
        request.ifMatch = m_etag;
    Q_EMIT storeRequested(request);
}

} // namespace monitor
