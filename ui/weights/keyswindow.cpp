#include "weights/keyswindow.h"

#include "common/busyveil.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/tables.h"
#include "images/shownname.h"
#include "style/metrics.h"
#include "weights/keydelegate.h"
#include "weights/keyfilter.h"
#include "weights/keyroles.h"
#include "weights/keytableloader.h"
#include "weights/keytablemodel.h"
#include "weights/keytexts.h"

#include <QAction>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <set>

namespace inceptoscope {

namespace {

/// Columns are as wide as what is in them, but for the last, which takes what is left; names from
/// outside can be of any length.
constexpr int widestColumn = 48 * gridUnit;

} // namespace

KeysWindow::KeysWindow(QWidget *parent)
    : QDialog(parent)
    , m_model(new KeyTableModel(this))
    , m_filter(new KeyFilter(this))
    , m_loader(new KeyTableLoader(this))
    , m_header(new PaneHeader)
    , m_message(new MessageBar)
    , m_filterLine(new QLineEdit)
    , m_count(new QLabel)
    , m_view(new QTableView)
    , m_empty(new EmptyState)
    , m_stack(new QStackedWidget)
    , m_copyAll(new QAction(themedIcon(QStringLiteral("copy")), tr("&Copy the table"), this))
    , m_veil(new BusyVeil(m_stack))
{
    setWindowTitle(tr("Tensors"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    resize(1160, 640);
    m_filter->setSourceModel(m_model);
    build();
    addActions();
    connectLoader();
}

void KeysWindow::build()
{
    buildView();
    m_empty->setContent(QStringLiteral("info"), tr("The file's tensors will be listed here"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_header->addActionButton(m_copyAll);
    m_message->setClosable(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(buildFilterRow());
    layout->addWidget(m_stack, 1);
}

QWidget *KeysWindow::buildFilterRow()
{
    m_filterLine->setPlaceholderText(tr("Find by name, layer, role, shape or status"));
    m_filterLine->setAccessibleName(tr("Find tensors"));
    m_filterLine->setToolTip(tr("Words such as \"missing\", \"inception_b.3 scale\" or \"64x48\"; "
                                "rows with all of them are shown (Ctrl+F)"));
    m_count->setAccessibleName(tr("Tensors shown"));
    connect(m_filterLine, &QLineEdit::textChanged, this, &KeysWindow::filter);
    return filterRow(m_filterLine, m_count);
}

void KeysWindow::buildView()
{
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new KeyDelegate(m_view));
    m_view->setAccessibleName(tr("Tensors"));
    setUpTable(m_view, 3 * gridUnit);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->sortByColumn(KeyStatusColumn, Qt::AscendingOrder);
    m_view->horizontalHeader()->setStretchLastSection(true);
}

void KeysWindow::fitColumns()
{
    QHeaderView *header = m_view->horizontalHeader();
    for (int column = 0; column < KeyNoteColumn; ++column) {
        m_view->resizeColumnToContents(column);
        header->resizeSection(column, std::min(header->sectionSize(column), widestColumn));
    }
}

void KeysWindow::addActions()
{
    m_copyAll->setToolTip(tr("Copy what is listed as text with tabulators, for a spreadsheet "
                             "(Ctrl+Shift+C)"));
    m_copyAll->setShortcut({Qt::CTRL | Qt::SHIFT | Qt::Key_C});
    m_copyAll->setEnabled(false);
    addAction(m_copyAll);
    connect(m_copyAll, &QAction::triggered, this, &KeysWindow::copyAll);
    auto *find = new QAction(tr("&Find"), this);
    find->setShortcut(QKeySequence::Find);
    addAction(find);
    connect(find, &QAction::triggered, this, [this] {
        m_filterLine->setFocus(Qt::ShortcutFocusReason);
        m_filterLine->selectAll();
    });
    auto *copy = new QAction(tr("&Copy"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut); // in the line, Ctrl+C copies from the line
    m_view->addAction(copy);
    m_view->addAction(m_copyAll);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, &KeysWindow::copySelected);
}

void KeysWindow::connectLoader()
{
    connect(m_loader, &KeyTableLoader::busyChanged, m_veil, &BusyVeil::setBusy);
    connect(m_loader, &KeyTableLoader::loaded, this, &KeysWindow::showTable);
    connect(m_loader, &KeyTableLoader::failed, this, [this](const QString &sentence) {
        showTable({});
        m_header->setDetail({});
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
}

void KeysWindow::showFile(const QString &path, const QString &network, const QString &title)
{
    m_title = title;
    const QString name = shownName(QFileInfo(path).fileName());
    setWindowTitle(tr("Tensors of %1").arg(name));
    m_header->setTitle(name);
    m_header->setToolTip(shownName(path));
    m_loader->load(path, network);
}

void KeysWindow::showTable(const KeyTable &table)
{
    m_model->setTable(table);
    KeyTable named = table;
    if (!m_title.isEmpty())
        named.network = m_title.toStdString();
    m_header->setDetail(keySummary(named));
    if (table.problem.empty())
        m_message->clear();
    else
        m_message->showMessage(MessageBar::Kind::Warning, QString::fromStdString(table.problem));
    m_stack->setCurrentWidget(table.rows.empty() ? static_cast<QWidget *>(m_empty) : m_view);
    m_copyAll->setEnabled(!table.rows.empty());
    fitColumns();
    m_view->scrollToTop();
    updateCount();
}

void KeysWindow::filter(const QString &text)
{
    m_filter->setWords(text);
    updateCount();
}

void KeysWindow::updateCount()
{
    const QLocale english(QLocale::English);
    m_count->setText(
        tr("%1 of %2")
            .arg(english.toString(m_filter->rowCount()), english.toString(m_model->rowCount())));
}

QString KeysWindow::countText() const
{
    return m_count->text();
}

void KeysWindow::copyAll()
{
    QGuiApplication::clipboard()->setText(tabSeparated(*m_filter));
}

void KeysWindow::copySelected()
{
    QString text;
    std::set<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        rows.insert(index.row());
    for (const int row : rows)
        text += tabSeparatedRow(*m_filter, row);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

/// Esc empties the filter first; Enter in it goes to what it found, and closes nothing.
void KeysWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && !m_filterLine->text().isEmpty())
        m_filterLine->clear();
    else if (isEnter)
        m_view->setFocus(Qt::OtherFocusReason);
    else
        QDialog::keyPressEvent(event);
}

} // namespace inceptoscope
