"""The Flask extensions, made here once and bound to an application in `app`."""

from pathlib import Path

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from participe.kernel.database import Base
from participe.kernel.french import FrenchBabel

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate(directory=str(Path(__file__).parent.parent / "migrations"))
login_manager = LoginManager()
csrf = CSRFProtect()
babel = FrenchBabel()
