// SPDX-License-Identifier: GPL-3.0-or-later
//
// A value in its views, and what is stored of what was changed.

#include "panels/value_editor.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <QBuffer>

using namespace monitor;
using namespace Qt::StringLiterals;

namespace {

QByteArray pngBytes()
{
    QImage image(3, 2, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

class TestValueEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void formFollowsTheBytes_data();
    void formFollowsTheBytes();
    void hexHasOffsetsAndAscii();
    void jsonIsATree();
    void editedTextIsStored();
    void unchangedBytesAreNotTouched();
    void conditionAndLifetimeAreStored();
    void filesAreLoaded();
    void nothingIsStoredReadOnly();
    void largeValuesAreNotEdited();

private:
    template <typename T>
    T *child(const QString &name = {})
    {
        return m_editor->findChild<T *>(name);
    }
    QPlainTextEdit *text() { return child<QPlainTextEdit>(u"valueText"_s); }
    QPushButton *store() { return child<QPushButton>(u"storeValue"_s); }
    int tab() { return child<QTabWidget>()->currentIndex(); }
    ActionRequest stored();

    std::unique_ptr<ValueEditor> m_editor;
    QAction m_put;
};

void TestValueEditor::init()
{
    m_editor = std::make_unique<ValueEditor>();
    m_editor->resize(320, 500);
    m_put.setEnabled(true);
    m_editor->setPut(m_put);
    m_editor->show();
}

ActionRequest TestValueEditor::stored()
{
    QSignalSpy spy(m_editor.get(), &ValueEditor::storeRequested);
    store()->click();
    return spy.isEmpty() ? ActionRequest() : spy.constFirst().at(0).value<ActionRequest>();
}

void TestValueEditor::formFollowsTheBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<ValueForm>("form");
    QTest::newRow("nothing") << QByteArray() << QByteArray() << ValueForm::Text;
    QTest::newRow("text") << QByteArray("red") << QByteArray("text/plain") << ValueForm::Text;
    QTest::newRow("object") << QByteArray(" {\"a\": 1}") << QByteArray() << ValueForm::Json;
    QTest::newRow("declared number") << QByteArray("[1]") << QByteArray("application/json") << ValueForm::Json;
    QTest::newRow("broken object") << QByteArray("{\"a\": ") << QByteArray("application/json") << ValueForm::Text;
    QTest::newRow("bytes") << QByteArray("\x00\xff", 2) << QByteArray() << ValueForm::Hex;
    QTest::newRow("picture") << pngBytes() << QByteArray() << ValueForm::Image;
    QTest::newRow("no picture") << QByteArray("\x89PNG\xff") << QByteArray("image/png") << ValueForm::Hex;
}

void TestValueEditor::formFollowsTheBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, type);
    QFETCH(ValueForm, form);
    QCOMPARE(int(formOf(bytes, type)), int(form));
    m_editor->setValue("k", KnownValue{bytes, type, {}, {}}, {});
    QCOMPARE(tab(), int(form));
    QCOMPARE(child<QTabWidget>()->isTabEnabled(int(ValueForm::Image)), form == ValueForm::Image);
    QCOMPARE(m_editor->bytes(), bytes);
}

void TestValueEditor::hexHasOffsetsAndAscii()
{
    QCOMPARE(hexDump("Hello\n", 100), u"0000  48 65 6c 6c 6f 0a        Hello.\n"_s);
    const QString two = hexDump("0123456789", 100);
    QCOMPARE(two, u"0000  30 31 32 33 34 35 36 37  01234567\n0008  38 39                    89\n"_s);
    QVERIFY(hexDump(QByteArray(100, 'a'), 16).endsWith(u"… and 84 bytes more"_s));
}

void TestValueEditor::jsonIsATree()
{
    m_editor->setValue("k", KnownValue{R"({"name": "N8", "keys": [1, 2.5, null]})", {}, {}, {}}, {});
    const auto *tree = child<QTreeWidget>();
    const QTreeWidgetItem *root = tree->topLevelItem(0);
    QCOMPARE(root->text(1), u"{2}"_s);
    QCOMPARE(root->child(0)->text(0), u"keys"_s);
    QCOMPARE(root->child(0)->text(1), u"[3]"_s);
    QCOMPARE(root->child(0)->child(1)->text(1), u"2.5"_s);
    QCOMPARE(root->child(1)->text(1), u"\"N8\""_s);
    // Edits show, too.
    text()->setPlainText(u"{"_s);
    child<QTabWidget>()->setCurrentIndex(int(ValueForm::Text));
    child<QTabWidget>()->setCurrentIndex(int(ValueForm::Json));
    QVERIFY(tree->topLevelItem(0)->text(0).startsWith(u"No JSON"_s));
}

void TestValueEditor::editedTextIsStored()
{
    m_editor->setValue("k", KnownValue{"one\r\ntwo", "text/csv", "\"0.1.a\"", {}}, {});
    QVERIFY(!store()->isEnabled()); // nothing has changed
    text()->setPlainText(u"eins\nzwei"_s);
    QVERIFY(m_editor->isEdited());
    const ActionRequest request = stored();
    QCOMPARE(request.action, Action::Put);
    QCOMPARE(request.key, QByteArray("k"));
    QCOMPARE(request.value, QByteArray("eins\r\nzwei"));
    QCOMPARE(request.contentType, QByteArray("text/csv"));
    m_editor->setValue("other", {}, u"not read"_s);
    QVERIFY(!m_editor->isEdited());
    QCOMPARE(text()->toPlainText(), QString());
    QCOMPARE(child<QLabel>()->text(), u"not read"_s);
}

void TestValueEditor::unchangedBytesAreNotTouched()
{
    const QByteArray bytes("\x00\x01\xff", 3);
    m_editor->setValue("k", KnownValue{bytes, {}, {}, {}}, {});
    QVERIFY(text()->isReadOnly());
    child<QComboBox>()->setEditText(u"application/octet-stream"_s);
    const ActionRequest request = stored();
    QCOMPARE(request.value, bytes);
    QCOMPARE(request.contentType, QByteArray("application/octet-stream"));
}

void TestValueEditor::conditionAndLifetimeAreStored()
{
    auto *condition = child<QCheckBox>(u"ifUnchanged"_s);
    m_editor->setValue("k", KnownValue{"v", {}, "\"0.1.a\"", 90}, {});
    QCOMPARE(child<QSpinBox>()->value(), 90);
    QVERIFY(condition->isChecked());
    child<QSpinBox>()->setValue(30);
    QCOMPARE(stored().ttlSeconds, qint64(30));
    QCOMPARE(stored().ifMatch, QByteArray("\"0.1.a\""));
    condition->setChecked(false);
    child<QSpinBox>()->setValue(0);
    QCOMPARE(stored().ttlSeconds, qint64(-1));
    QCOMPARE(stored().ifMatch, QByteArray());
    m_editor->setValue("k", KnownValue{"v", {}, {}, {}}, {}); // of no version
    QVERIFY(!condition->isEnabled() && !condition->isChecked());
}

void TestValueEditor::filesAreLoaded()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"a.png"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(pngBytes());
    file.close();
    m_editor->setValue("k", {}, {});
    QCOMPARE(m_editor->load(file.fileName()), QString());
    QCOMPARE(tab(), int(ValueForm::Image));
    const ActionRequest request = stored();
    QCOMPARE(request.value, pngBytes());
    QCOMPARE(request.contentType, QByteArray("image/png"));
    QVERIFY(m_editor->load(folder.filePath(u"none"_s)).startsWith(u"Cannot read "_s));
    QCOMPARE(m_editor->bytes(), pngBytes());
    QSignalSpy saved(m_editor.get(), &ValueEditor::saveRequested);
    child<QPushButton>(u"saveValue"_s)->click();
    QCOMPARE(saved.constFirst().at(0).toByteArray(), pngBytes());
}

void TestValueEditor::nothingIsStoredReadOnly()
{
    m_put.setEnabled(false);
    m_put.setToolTip(u"read-only"_s);
    m_editor->setPut(m_put);
    m_editor->setValue("k", KnownValue{"v", {}, {}, {}}, {});
    text()->setPlainText(u"w"_s);
    QVERIFY(!store()->isEnabled());
    QCOMPARE(store()->toolTip(), u"read-only"_s);
}

void TestValueEditor::largeValuesAreNotEdited()
{
    const QByteArray bytes(ValueEditor::textBytesMax + 1, 'a');
    m_editor->setValue("k", KnownValue{bytes, "text/plain", {}, {}}, {});
    QVERIFY(text()->isReadOnly());
    QCOMPARE(tab(), int(ValueForm::Hex));
    QCOMPARE(m_editor->bytes(), bytes);
}

QTEST_MAIN(TestValueEditor)
#include "tst_value_editor.moc"
