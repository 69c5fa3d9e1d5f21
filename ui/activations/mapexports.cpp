#include "activations/mapexports.h"

#include "common/messagebar.h"
#include "texts/percenttext.h"

#include <QAction>
#include <QFileDialog>

#include <utility>

namespace inceptoscope {

MapExports::MapExports(std::function<Content()> content, MessageBar *message, QWidget *parent)
    : QObject(parent)
    , m_content(std::move(content))
    , m_message(message)
    , m_widget(parent)
    , m_export(new MapExport(this))
{
    add(tr("&Copy all maps as a picture"), false, [this] { m_export->copy(picture(false)); });
    add(tr("Copy the chosen &map as a picture"), true, [this] { m_export->copy(picture(true)); });
    for (const bool chosen : {false, true}) {
        addSave(chosen ? tr("Save the chosen map as P&NG…") : tr("Save all maps as &PNG…"),
                QStringLiteral("png"), chosen,
                [this, chosen](const QString &path) { m_export->savePng(path, picture(chosen)); });
    }
    for (const bool chosen : {false, true}) {
        addSave(chosen ? tr("Save the chosen map's values as NP&Y…")
                       : tr("Save all values as &NPY…"),
                QStringLiteral("npy"), chosen,
                [this, chosen](const QString &path) { m_export->saveNpy(path, values(chosen)); });
        addSave(chosen ? tr("Save the chosen map's values as C&SV…")
                       : tr("Save all values as CS&V…"),
                QStringLiteral("csv"), chosen,
                [this, chosen](const QString &path) { m_export->saveCsv(path, values(chosen)); });
    }
    m_actions.at(0)->setShortcut(QKeySequence::Copy);
    m_actions.at(2)->setShortcut(QKeySequence::Save);
    for (const int place : {0, 2}) // of the views they are added to
        m_actions.at(place)->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connectMessage();
    setAvailable(false, false);
}

void MapExports::add(const QString &text, bool ofChosen, std::function<void()> run)
{
    auto *action = new QAction(text, this);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions += action;
    if (ofChosen)
        m_ofChosen += action;
}

void MapExports::addSave(const QString &text, const QString &suffix, bool ofChosen,
                         std::function<void(const QString &path)> save)
{
    QString title = text;
    title.remove(u'&').remove(u'…');
    add(text, ofChosen, [this, title, suffix, ofChosen, save = std::move(save)] {
        askWhereToSave(title, suffix, ofChosen, save);
    });
}

void MapExports::askWhereToSave(const QString &title, const QString &suffix, bool ofChosen,
                                const std::function<void(const QString &path)> &save)
{
    const Content content = m_content();
    auto *dialog = new QFileDialog(m_widget, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    QString name = content.name.isEmpty() ? QStringLiteral("maps") : content.name;
    if (ofChosen)
        name += QStringLiteral("-channel-%1").arg(content.channel);
    dialog->selectFile(name + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->open();
}

MapValues MapExports::values(bool ofChosen) const
{
    const Content content = m_content();
    return {content.sheet.activation, ofChosen ? std::optional(content.channel) : std::nullopt};
}

MapPicture MapExports::picture(bool ofChosen) const
{
    const Content content = m_content();
    return ofChosen ? content.map : content.sheet;
}

void MapExports::connectMessage()
{
    connect(m_export, &MapExport::started, m_message, [this](const QString &sentence) {
        m_underWay = sentence;
        m_message->showMessage(MessageBar::Kind::Info, sentence, tr("Cancel"));
    });
    connect(m_export, &MapExport::progressChanged, m_message, [this](double fraction) {
        if (m_export->isBusy())
            m_message->showMessage(MessageBar::Kind::Info,
                                   tr("%1 %2").arg(m_underWay, percentText(fraction)),
                                   tr("Cancel"));
    });
    connect(m_message, &MessageBar::actionTriggered, m_export, &MapExport::cancel);
    connect(m_export, &MapExport::finished, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(m_export, &MapExport::failed, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
}

void MapExports::setAvailable(bool maps, bool chosen)
{
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(m_ofChosen.contains(action) ? chosen : maps);
}

} // namespace inceptoscope
