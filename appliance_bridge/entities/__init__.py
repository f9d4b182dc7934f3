"""What was announced as entities: how each speaks over topics, and what it last said."""
